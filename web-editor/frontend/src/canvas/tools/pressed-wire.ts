import type { WireRef } from '../../store/selection-store';
import type { CanvasCore } from '../canvas-core';
import { IDLE } from './idle';
import type { Pointer, ToolState } from './tool-state';

/** The pointer is down on a wire, or on what it carries. */
export class PressedWire implements ToolState {
  constructor(
    private readonly wire: WireRef,
    private readonly isChip = false,
  ) {}

  move(): ToolState {
    return this;
  }

  up(pointer: Pointer, canvas: CanvasCore): ToolState {
    if (pointer.ctrl) canvas.quickAdd.at(pointer, undefined, this.wire);
    else canvas.selection.selectWire(this.wire, pointer.shift);
    if (this.isChip) canvas.inspect({ node: this.wire.source, port: this.wire.port });
    return IDLE;
  }

  cancel(): void {
    // Nothing has changed yet.
  }
}
