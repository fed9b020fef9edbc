import type { NodeId } from '../../model/flow-entry';
import { intersects, rectBetween, toScreen, type Point } from '../geometry';
import type { CanvasCore } from '../canvas-core';
import { IDLE } from './idle';
import type { Pointer, ToolState } from './tool-state';

/** A box is drawn; what it touches is selected. */
export class BoxSelecting implements ToolState {
  readonly scrolls = true;

  constructor(
    private readonly from: Point,
    private readonly before: readonly NodeId[],
    private readonly adds: boolean,
  ) {}

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    const box = rectBetween(this.from, pointer.world);
    const corner = toScreen(box, canvas.camera);
    const { zoom } = canvas.camera;
    canvas.scene.setState({
      lasso: { x: corner.x, y: corner.y, w: box.w * zoom, h: box.h * zoom },
    });
    const touched = [...canvas.layout.nodesNear(box)].filter((id) => {
      const node = canvas.layout.boxes.get(id);
      return node !== undefined && intersects(node, box);
    });
    canvas.selection.select(this.adds ? [...new Set([...this.before, ...touched])] : touched);
    return this;
  }

  up(_pointer: Pointer, canvas: CanvasCore): ToolState {
    canvas.scene.setState({ lasso: undefined });
    return IDLE;
  }

  cancel(canvas: CanvasCore): void {
    canvas.scene.setState({ lasso: undefined });
    canvas.selection.select(this.before);
  }
}
