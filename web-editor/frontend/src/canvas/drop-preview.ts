import type { WireRef } from '../store/selection-store';
import type { CanvasCore } from './canvas-core';
import { fromScreen, type Point } from './geometry';

/** The wire under something large that is dragged is harder to meet than with a bare pointer. */
const REACH_PX = 22;

/** Something is dragged in from outside the canvas. */
export class DropPreview {
  constructor(private readonly core: CanvasCore) {}

  /** Shows what a drop here would do; answers whether it could. */
  over(client: Point, couldSplice: boolean): boolean {
    const file = this.core.fileAt(client);
    const at = this.core.local(client);
    const wire =
      file === undefined || at === undefined || !couldSplice
        ? undefined
        : this.core.hits.wireAt(fromScreen(at, this.core.camera), REACH_PX / this.core.camera.zoom);
    const dropGroup =
      file === undefined || wire !== undefined ? undefined : this.core.groupAt(client);
    const scene = this.core.scene.getState();
    if (scene.hotWire !== wire?.key || scene.dropGroup !== dropGroup) {
      this.core.scene.setState({ hotWire: wire?.key, dropGroup });
      this.core.requestPaint();
    }
    return file !== undefined;
  }

  /** The wire lit by `over`, which a drop goes into. */
  takeWire(): WireRef | undefined {
    const key = this.core.scene.getState().hotWire;
    this.core.scene.setState({ hotWire: undefined, dropGroup: undefined });
    this.core.requestPaint();
    return key === undefined ? undefined : this.core.layout.wires.get(key);
  }
}
