import type { Rect } from './geometry';

const CELL = 400;

/** Finds what lies in an area without looking at everything: things filed by cells of 400 px. */
export class GridIndex<T> {
  readonly #cells = new Map<string, Set<T>>();
  readonly #rects = new Map<T, Rect>();

  set(item: T, rect: Rect): void {
    this.delete(item);
    this.#rects.set(item, rect);
    eachCell(rect, (cell) => {
      const items = this.#cells.get(cell);
      if (items === undefined) this.#cells.set(cell, new Set([item]));
      else items.add(item);
    });
  }

  delete(item: T): void {
    const rect = this.#rects.get(item);
    if (rect === undefined) return;
    this.#rects.delete(item);
    eachCell(rect, (cell) => this.#cells.get(cell)?.delete(item));
  }

  /** Items whose cells touch the area: a superset of what really intersects it. */
  near(rect: Rect): Set<T> {
    const found = new Set<T>();
    // Zoomed far out, walking over items is less work than walking over cells.
    if ((rect.w / CELL) * (rect.h / CELL) > this.#rects.size) {
      for (const item of this.#rects.keys()) found.add(item);
      return found;
    }
    eachCell(rect, (cell) => {
      for (const item of this.#cells.get(cell) ?? []) found.add(item);
    });
    return found;
  }
}

function eachCell(rect: Rect, visit: (cell: string) => void): void {
  const right = Math.floor((rect.x + rect.w) / CELL);
  const bottom = Math.floor((rect.y + rect.h) / CELL);
  for (let x = Math.floor(rect.x / CELL); x <= right; x++) {
    for (let y = Math.floor(rect.y / CELL); y <= bottom; y++) visit(`${x},${y}`);
  }
}
