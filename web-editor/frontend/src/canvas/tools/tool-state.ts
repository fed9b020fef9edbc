import type { Point } from '../geometry';
import type { CanvasCore } from '../canvas-core';

export interface Pointer {
  /** In px from the canvas' corner. */
  readonly at: Point;
  readonly world: Point;
  readonly client: Point;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly button: number;
  readonly touch: boolean;
}

/** What the pointer is doing. Each event gives the next state; Esc and lost pointers cancel. */
export interface ToolState {
  move(pointer: Pointer, canvas: CanvasCore): ToolState;
  up(pointer: Pointer, canvas: CanvasCore): ToolState;
  /** Puts back whatever the gesture has changed so far. */
  cancel(canvas: CanvasCore): void;
  /** Whether the canvas scrolls when the pointer nears its edge. */
  readonly scrolls?: boolean;
}

export function thresholdPx(pointer: Pointer): number {
  return pointer.touch ? 8 : 4;
}
