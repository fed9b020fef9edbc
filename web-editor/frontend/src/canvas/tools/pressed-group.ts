import type { NodeId } from '../../model/flow-entry';
import { distance } from '../geometry';
import type { CanvasCore } from '../canvas-core';
import { DraggingNodes } from './dragging-nodes';
import { IDLE } from './idle';
import { Panning } from './panning';
import { thresholdPx, type Pointer, type ToolState } from './tool-state';

/** The pointer is down on the frame of a group: a drag moves it with all that is in it. */
export class PressedGroup implements ToolState {
  constructor(
    private readonly group: NodeId,
    private readonly from: Pointer,
  ) {}

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    if (distance(this.from.at, pointer.at) < thresholdPx(pointer)) return this;
    const { nodes } = canvas.selection.state;
    // As with nodes: a finger moves only what is selected.
    if (pointer.touch && !nodes.has(this.group)) return new Panning(this.from.at);
    if (canvas.editing.isLocked()) return this;
    if (!nodes.has(this.group)) canvas.selection.select([this.group]);
    return DraggingNodes.begin(this.group, this.from.world, canvas).move(pointer, canvas);
  }

  up(pointer: Pointer, canvas: CanvasCore): ToolState {
    if (pointer.ctrl || pointer.shift) canvas.selection.toggle(this.group);
    else canvas.selection.select([this.group]);
    canvas.openEdit();
    return IDLE;
  }

  cancel(): void {
    // Nothing has changed yet.
  }
}
