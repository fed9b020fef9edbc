import { distance, type Point } from '../geometry';
import type { CanvasCore } from '../canvas-core';
import { IDLE } from './idle';
import { thresholdPx, type Pointer, type ToolState } from './tool-state';

/** The canvas follows the pointer. */
export class Panning implements ToolState {
  readonly #from: Point;
  #last: Point;
  #moved = false;

  constructor(
    from: Point,
    private readonly clearsOnTap = false,
  ) {
    this.#from = from;
    this.#last = from;
  }

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    if (!this.#moved && distance(this.#from, pointer.at) < thresholdPx(pointer)) return this;
    this.#moved = true;
    canvas.camera.panBy(this.#last.x - pointer.at.x, this.#last.y - pointer.at.y);
    this.#last = pointer.at;
    return this;
  }

  up(_pointer: Pointer, canvas: CanvasCore): ToolState {
    if (!this.#moved && this.clearsOnTap) canvas.selection.clear();
    return IDLE;
  }

  cancel(): void {
    // Where one has looked is not something to take back.
  }
}
