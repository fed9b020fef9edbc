import type { NodeId } from '../../model/flow-entry';
import { distance } from '../geometry';
import type { CanvasCore } from '../canvas-core';
import { DraggingNodes } from './dragging-nodes';
import { IDLE } from './idle';
import { Panning } from './panning';
import { thresholdPx, type Pointer, type ToolState } from './tool-state';

/** The pointer is down on a node and has not moved far enough to be a drag. */
export class PressedNode implements ToolState {
  constructor(
    private readonly node: NodeId,
    private readonly from: Pointer,
  ) {}

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    if (distance(this.from.at, pointer.at) < thresholdPx(pointer)) return this;
    const { nodes } = canvas.selection.state;
    // A finger that meets an unselected node wants to move the canvas, not the node.
    if (pointer.touch && !nodes.has(this.node)) return new Panning(this.from.at);
    if (canvas.editing.isLocked()) return this;
    if (!nodes.has(this.node)) canvas.selection.select([this.node]);
    return DraggingNodes.begin(this.node, this.from.world, canvas).move(pointer, canvas);
  }

  up(pointer: Pointer, canvas: CanvasCore): ToolState {
    if (pointer.ctrl || pointer.shift) canvas.selection.toggle(this.node);
    else canvas.selection.select([this.node]);
    canvas.openEdit();
    return IDLE;
  }

  cancel(): void {
    // Nothing has changed yet.
  }
}
