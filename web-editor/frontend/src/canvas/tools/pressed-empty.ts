import { distance } from '../geometry';
import type { CanvasCore } from '../canvas-core';
import { BoxSelecting } from './box-selecting';
import { IDLE } from './idle';
import { thresholdPx, type Pointer, type ToolState } from './tool-state';

/** The pointer is down on the empty canvas and has not moved far enough for a box. */
export class PressedEmpty implements ToolState {
  constructor(private readonly from: Pointer) {}

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    return distance(this.from.at, pointer.at) < thresholdPx(pointer)
      ? this
      : new BoxSelecting(this.from.world, canvas.selection.current(), this.from.shift).move(
          pointer,
          canvas,
        );
  }

  up(pointer: Pointer, canvas: CanvasCore): ToolState {
    if (pointer.ctrl) canvas.quickAdd.at(pointer);
    else if (!pointer.shift) canvas.selection.clear();
    return IDLE;
  }

  cancel(): void {
    // Nothing has changed yet.
  }
}
