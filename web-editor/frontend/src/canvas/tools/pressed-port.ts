import { distance } from '../geometry';
import type { CanvasCore } from '../canvas-core';
import type { PortRef } from '../scene-store';
import { DrawingWire } from './drawing-wire';
import { IDLE } from './idle';
import { thresholdPx, type Pointer, type ToolState } from './tool-state';

/** The pointer is down on a port: a drag draws a wire, a click on an output adds the next step. */
export class PressedPort implements ToolState {
  constructor(
    private readonly port: PortRef,
    private readonly from: Pointer,
  ) {}

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    return distance(this.from.at, pointer.at) < thresholdPx(pointer)
      ? this
      : new DrawingWire(this.port).move(pointer, canvas);
  }

  up(_pointer: Pointer, canvas: CanvasCore): ToolState {
    if (this.port.output) canvas.quickAdd.after(this.port.node, this.port.port);
    else canvas.selection.select([this.port.node]);
    return IDLE;
  }

  cancel(): void {
    // Nothing has changed yet.
  }
}
