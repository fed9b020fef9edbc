import { t } from '../../i18n/t';
import type { NodeId } from '../../model/flow-entry';
import type { CanvasCore } from '../canvas-core';
import type { PortRef } from '../scene-store';
import { IDLE } from './idle';
import type { Pointer, ToolState } from './tool-state';

/** A wire follows the pointer and snaps to the nearest port that fits. */
export class DrawingWire implements ToolState {
  readonly scrolls = true;

  constructor(private readonly from: PortRef) {}

  move(pointer: Pointer, canvas: CanvasCore): ToolState {
    const target = this.#target(pointer, canvas);
    const over = canvas.hits.nodeAt(pointer.world);
    const refused = target === undefined && over !== undefined && over !== this.from.node;
    const snapTo =
      target === undefined ? undefined : canvas.layout.port(target, !this.from.output, 0);
    canvas.scene.setState({
      cursor: 'crosshair',
      wiring: {
        from: this.from,
        to: snapTo ?? pointer.world,
        ...(target === undefined ? {} : { target }),
      },
      hint: refused ? { at: pointer.at, text: this.#why(over, canvas) } : undefined,
    });
    canvas.requestPaint();
    return this;
  }

  up(pointer: Pointer, canvas: CanvasCore): ToolState {
    const target = this.#target(pointer, canvas);
    const over = canvas.hits.nodeAt(pointer.world);
    this.cancel(canvas);
    if (target !== undefined) {
      if (this.from.output) canvas.editing.connect(this.from.node, this.from.port, target);
      else
        canvas.editing.connect(
          target,
          canvas.hits.nearestOutput(target, pointer.world),
          this.from.node,
        );
    } else if (over === undefined) {
      canvas.quickAdd.at(pointer, this.from);
    }
    return IDLE;
  }

  cancel(canvas: CanvasCore): void {
    canvas.scene.setState({ wiring: undefined, hint: undefined, cursor: 'default' });
    canvas.requestPaint();
  }

  #target(pointer: Pointer, canvas: CanvasCore): NodeId | undefined {
    return canvas.hits.nearestFitting(
      pointer.world,
      (id) =>
        this.from.output
          ? canvas.editing.canConnect(this.from.node, id)
          : canvas.editing.canConnect(id, this.from.node),
      this.from.output,
    );
  }

  #why(over: NodeId, canvas: CanvasCore): string {
    const name = canvas.editing.label(over);
    return t(this.from.output ? 'canvas.noInput' : 'canvas.noOutput', { name });
  }
}
