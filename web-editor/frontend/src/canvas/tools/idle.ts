import type { CanvasCore } from '../canvas-core';
import { Panning } from './panning';
import { PressedEmpty } from './pressed-empty';
import { PressedGroup } from './pressed-group';
import { PressedNode } from './pressed-node';
import { PressedPort } from './pressed-port';
import { PressedWire } from './pressed-wire';
import type { Pointer, ToolState } from './tool-state';

/** Nothing is pressed. */
export const IDLE: ToolState & { down(pointer: Pointer, canvas: CanvasCore): ToolState } = {
  down(pointer, canvas) {
    if (pointer.button === 1 || canvas.pointers.spaceHeld) return new Panning(pointer.at);
    if (pointer.button !== 0) return this;
    const hit = canvas.hits.at(pointer);
    switch (hit.kind) {
      case 'port':
        return new PressedPort(hit.port, pointer);
      case 'node':
        return new PressedNode(hit.id, pointer);
      case 'wire':
        return new PressedWire(hit.wire);
      case 'chip':
        return new PressedWire(hit.wire, true);
      case 'group':
        return new PressedGroup(hit.id, pointer);
      case 'empty':
        // On a touch screen one finger on the empty canvas moves it.
        return pointer.touch ? new Panning(pointer.at, true) : new PressedEmpty(pointer);
    }
  },
  move(pointer, canvas) {
    canvas.pointers.hover(pointer);
    return this;
  },
  up() {
    return this;
  },
  cancel() {
    // There is nothing to put back.
  },
};
