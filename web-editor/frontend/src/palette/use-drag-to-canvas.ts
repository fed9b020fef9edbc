import { useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { Point } from '../canvas/geometry';
import type { NodeId } from '../model/flow-entry';
import type { WireRef } from '../store/selection-store';
import { useParts } from '../ui/editor-context';

const DRAG_THRESHOLD_PX = 4;

export interface Drop {
  /** In file units. */
  readonly at: Point;
  /** In px of the page. */
  readonly client: Point;
  /** The wire that was under it. */
  readonly wire: WireRef | undefined;
  /** The group that it was dropped into; null for none. */
  readonly group: NodeId | null;
}

/** Where what is dragged is at this moment, and whether it can be dropped there. */
export type Ghost = Point & { readonly over: boolean };

/**
 * Drags something from a panel onto the canvas.
 *
 * @param couldSplice whether it could go into a wire
 * @returns what is dragged, if something is, and what to do when a pointer goes down
 */
export function useDragToCanvas(
  couldSplice: boolean,
  drop: (drop: Drop) => void,
): readonly [Ghost | undefined, (down: ReactPointerEvent<HTMLElement>) => void] {
  const { core } = useParts();
  const [ghost, setGhost] = useState<Ghost>();

  const press = (down: ReactPointerEvent<HTMLElement>): void => {
    if (down.button !== 0) return;
    const row = down.currentTarget;
    const start = { x: down.clientX, y: down.clientY };
    let dragging = false;
    row.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void => {
      const at = { x: event.clientX, y: event.clientY };
      dragging ||= Math.hypot(at.x - start.x, at.y - start.y) >= DRAG_THRESHOLD_PX;
      if (dragging) setGhost({ ...at, over: core.drop.over(at, couldSplice) });
    };
    const end = (event: PointerEvent): void => {
      row.removeEventListener('pointermove', move);
      row.removeEventListener('pointerup', end);
      row.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', escape, true);
      setGhost(undefined);
      const wire = core.drop.takeWire();
      if (event.type === 'pointercancel' || !dragging) return;
      // The click that follows a drag must not do what a click does.
      const swallow = (click: Event): void => click.stopImmediatePropagation();
      row.addEventListener('click', swallow, { once: true, capture: true });
      setTimeout(() => row.removeEventListener('click', swallow, true));
      const client = { x: event.clientX, y: event.clientY };
      const at = core.fileAt(client);
      if (at !== undefined) drop({ at, client, wire, group: core.groupAt(client) ?? null });
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') end(new PointerEvent('pointercancel'));
    };
    row.addEventListener('pointermove', move);
    row.addEventListener('pointerup', end);
    row.addEventListener('pointercancel', end);
    window.addEventListener('keydown', escape, true);
  };
  return [ghost, press];
}
