import type { CanvasCore } from './canvas-core';
import { fromScreen } from './geometry';
import { IDLE } from './tools/idle';
import type { Pointer, ToolState } from './tools/tool-state';

const CURSORS: Readonly<Record<string, string>> = {
  port: 'crosshair',
  chip: 'pointer',
  group: 'pointer',
};
const EDGE_PX = 24;
const EDGE_STEP = 12;

/** Gives pointer events to the tool that is at work, and scrolls when a tool nears the edge. */
export class PointerInput {
  /** Space makes the pointer a hand that moves the canvas. */
  spaceHeld = false;
  #tool: ToolState = IDLE;
  #last: Pointer | undefined;
  #edgeTimer = 0;

  constructor(private readonly core: CanvasCore) {}

  /** Where the pointer was last; undefined when it is elsewhere. */
  get last(): Pointer | undefined {
    return this.#last;
  }

  get isBusy(): boolean {
    return this.#tool !== IDLE;
  }

  read(event: PointerEvent | MouseEvent): Pointer {
    const client = { x: event.clientX, y: event.clientY };
    const at = this.core.local(client) ?? { x: 0, y: 0 };
    return {
      at,
      client,
      world: fromScreen(at, this.core.camera),
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
      button: event.button,
      touch: 'pointerType' in event && event.pointerType === 'touch',
    };
  }

  down(event: PointerEvent): void {
    const pointer = this.read(event);
    this.#last = pointer;
    this.core.scene.setState({ wireMode: undefined });
    if (this.#tool === IDLE) this.#tool = IDLE.down(pointer, this.core);
  }

  move(event: PointerEvent): void {
    const pointer = this.read(event);
    this.#last = pointer;
    this.#tool = this.#tool.move(pointer, this.core);
    if (this.#tool.scrolls === true) this.#scrollAtEdge();
  }

  up(event: PointerEvent): void {
    this.#tool = this.#tool.up(this.read(event), this.core);
  }

  leave(): void {
    if (this.#tool !== IDLE) return;
    this.#last = undefined;
    this.core.scene.setState({ hover: undefined, hotWire: undefined });
    this.core.requestPaint();
  }

  /** Esc: leaves the gesture and puts back what it changed. Answers whether there was one. */
  cancel(): boolean {
    if (this.core.scene.getState().wireMode !== undefined) {
      this.core.scene.setState({ wireMode: undefined });
      this.core.requestPaint();
      return true;
    }
    if (this.#tool === IDLE) return false;
    this.#tool.cancel(this.core);
    this.#tool = IDLE;
    return true;
  }

  hover(pointer: Pointer): void {
    const hit = this.core.hits.at(pointer);
    const hover = hit.kind === 'node' ? hit.id : hit.kind === 'port' ? hit.port.node : undefined;
    const hot =
      hit.kind === 'wire' || hit.kind === 'chip'
        ? `${hit.wire.source}:${hit.wire.port}:${hit.wire.target}`
        : undefined;
    const state = this.core.scene.getState();
    const cursor = this.spaceHeld ? 'grab' : (CURSORS[hit.kind] ?? 'default');
    if (hover !== state.hover || hot !== state.hotWire || cursor !== state.cursor) {
      this.core.scene.setState({ hover, hotWire: hot, cursor });
      this.core.requestPaint();
    }
  }

  #scrollAtEdge(): void {
    if (this.#edgeTimer !== 0) return;
    const step = (): void => {
      this.#edgeTimer = 0;
      const pointer = this.#last;
      if (this.#tool.scrolls !== true || pointer === undefined) return;
      const dx = edge(pointer.at.x, this.core.camera.width);
      const dy = edge(pointer.at.y, this.core.camera.height);
      if (dx === 0 && dy === 0) return;
      this.core.camera.panBy(dx * EDGE_STEP, dy * EDGE_STEP);
      const moved = { ...pointer, world: fromScreen(pointer.at, this.core.camera) };
      this.#last = moved;
      this.#tool = this.#tool.move(moved, this.core);
      this.#edgeTimer = requestAnimationFrame(step);
    };
    this.#edgeTimer = requestAnimationFrame(step);
  }
}

function edge(at: number, size: number): -1 | 0 | 1 {
  if (at < EDGE_PX) return -1;
  return at > size - EDGE_PX ? 1 : 0;
}
