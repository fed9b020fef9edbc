import type { NodeId } from '../../model/flow-entry';
import { GRID_X, GRID_Y } from '../../store/placement';
import { STRETCH_X, STRETCH_Y, type Point } from '../geometry';
import type { CanvasCore } from '../canvas-core';
import { IDLE } from './idle';
import type { Pointer, ToolState } from './tool-state';

/** Nodes follow the pointer on the grid; the document learns of it when they are let go. */
export class DraggingNodes implements ToolState {
  readonly scrolls = true;
  /** How far they are from where they were, in grid steps of the file. */
  #dx = 0;
  #dy = 0;

  constructor(
    private readonly held: NodeId,
    private readonly nodes: readonly NodeId[],
    private readonly from: Point,
  ) {}

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    let x = (pointer.world.x - this.from.x) / STRETCH_X;
    let y = (pointer.world.y - this.from.y) / STRETCH_Y;
    if (pointer.shift && Math.abs(x) >= Math.abs(y)) y = 0;
    else if (pointer.shift) x = 0;
    this.#place(canvas, snap(x, GRID_X), snap(y, GRID_Y));
    const wire = canvas.wireUnder(this.nodes.length === 1 ? this.held : undefined);
    canvas.scene.setState({ dragging: true, hotWire: wire?.key, cursor: 'grabbing' });
    return this;
  }

  up(_pointer: Pointer, canvas: CanvasCore): ToolState {
    const [dx, dy] = [this.#dx, this.#dy];
    const wire = canvas.wireUnder(this.nodes.length === 1 ? this.held : undefined);
    this.cancel(canvas);
    if (wire !== undefined) canvas.editing.moveAndSplice(this.held, dx, dy, wire);
    else canvas.editing.move(this.nodes, dx, dy);
    return IDLE;
  }

  cancel(canvas: CanvasCore): void {
    this.#place(canvas, 0, 0);
    canvas.scene.setState({ dragging: false, hotWire: undefined, cursor: 'default' });
  }

  #place(canvas: CanvasCore, dx: number, dy: number): void {
    if (dx === this.#dx && dy === this.#dy) return;
    canvas.shift(this.nodes, (dx - this.#dx) * STRETCH_X, (dy - this.#dy) * STRETCH_Y);
    this.#dx = dx;
    this.#dy = dy;
  }
}

function snap(value: number, step: number): number {
  return Math.round(value / step) * step;
}
