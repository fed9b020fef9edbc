import type { NodeId } from '../../model/flow-entry';
import { wholes, withMembers } from '../../model/groups';
import { GRID_X, GRID_Y } from '../../store/placement';
import { contains, grown, STRETCH_X, STRETCH_Y, type Point, type Rect } from '../geometry';
import type { CanvasCore } from '../canvas-core';
import { IDLE } from './idle';
import type { Pointer, ToolState } from './tool-state';

/** How far out of a group's frame something has to be held to leave it, in px of the world. */
const LEAVES_AT = 12;

/** What is dragged, and what stands still meanwhile. */
interface Dragged {
  readonly held: NodeId;
  /** Groups in the place of all that is in them. */
  readonly wholes: readonly NodeId[];
  /** All that moves. */
  readonly moving: readonly NodeId[];
  /** Whether it is a single node, which may go into a wire. */
  readonly isOne: boolean;
  /** The frames of the other groups as they were, the innermost first. */
  readonly frames: readonly (readonly [NodeId, Rect])[];
}

/**
 * Nodes and groups follow the pointer on the grid, into a group or out of one; the document learns
 * of it when they are let go.
 */
export class DraggingNodes implements ToolState {
  readonly scrolls = true;
  readonly #home: NodeId | undefined;
  /** How far they are from where they were, in grid steps of the file. */
  #dx = 0;
  #dy = 0;
  /** The group that they would come to stand in; null for none, undefined if nothing changes. */
  #into: NodeId | null | undefined;

  private constructor(
    private readonly dragged: Dragged,
    private readonly from: Point,
  ) {
    this.#home = this.#groupAt(from);
  }

  /** What is selected is dragged, held at one of its nodes or groups. */
  static begin(held: NodeId, from: Point, canvas: CanvasCore): DraggingNodes {
    const { document } = canvas;
    const dragged = wholes(document, canvas.selection.current());
    const moving = withMembers(document, dragged);
    const still = canvas.layout.groups.all().filter((group) => !moving.includes(group.id));
    return new DraggingNodes(
      {
        held,
        wholes: dragged,
        moving,
        isOne: moving.length === 1,
        frames: still.map(({ id, rect }) => [id, rect] as const).reverse(),
      },
      from,
    );
  }

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    let x = (pointer.world.x - this.from.x) / STRETCH_X;
    let y = (pointer.world.y - this.from.y) / STRETCH_Y;
    if (pointer.shift && Math.abs(x) >= Math.abs(y)) y = 0;
    else if (pointer.shift) x = 0;
    this.#hold(canvas, this.#groupAt(pointer.world));
    this.#place(canvas, snap(x, GRID_X), snap(y, GRID_Y));
    const wire = this.#wireUnder(canvas);
    canvas.scene.setState({
      dragging: true,
      hotWire: wire?.key,
      dropGroup: this.#into ?? undefined,
      cursor: 'grabbing',
    });
    return this;
  }

  up(_pointer: Pointer, canvas: CanvasCore): ToolState {
    const [dx, dy, into] = [this.#dx, this.#dy, this.#into];
    const wire = this.#wireUnder(canvas);
    const { held, wholes: moved } = this.dragged;
    this.cancel(canvas);
    if (wire !== undefined) canvas.editing.moveAndSplice(held, dx, dy, wire);
    else canvas.editing.move(moved, dx, dy, into === undefined ? {} : { into });
    return IDLE;
  }

  cancel(canvas: CanvasCore): void {
    this.#hold(canvas, this.#home);
    this.#place(canvas, 0, 0);
    canvas.scene.setState({
      dragging: false,
      hotWire: undefined,
      dropGroup: undefined,
      cursor: 'default',
    });
  }

  /** The innermost group of those that stand still; the one that they are in reaches a bit farther. */
  #groupAt(world: Point): NodeId | undefined {
    const inside = (id: NodeId, rect: Rect): boolean =>
      contains(id === this.#home ? grown(rect, LEAVES_AT) : rect, world);
    return this.dragged.frames.find(([id, rect]) => inside(id, rect))?.[0];
  }

  #hold(canvas: CanvasCore, group: NodeId | undefined): void {
    const into = group === this.#home ? undefined : (group ?? null);
    if (into === this.#into) return;
    this.#into = into;
    const { groups, boxes } = canvas.layout;
    groups.hold(
      into === undefined
        ? undefined
        : { ids: new Set(this.dragged.wholes), group: into ?? undefined },
    );
    groups.follow(boxes);
    canvas.requestPaint();
  }

  #wireUnder(canvas: CanvasCore): ReturnType<CanvasCore['wireUnder']> {
    const { isOne, held } = this.dragged;
    return canvas.wireUnder(isOne ? held : undefined);
  }

  #place(canvas: CanvasCore, dx: number, dy: number): void {
    if (dx === this.#dx && dy === this.#dy) return;
    canvas.shift(this.dragged.moving, (dx - this.#dx) * STRETCH_X, (dy - this.#dy) * STRETCH_Y);
    this.#dx = dx;
    this.#dy = dy;
  }
}

function snap(value: number, step: number): number {
  return Math.round(value / step) * step;
}
