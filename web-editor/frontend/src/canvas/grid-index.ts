import type { Rect } from './geometry';

const CELL = 400;

interface Cells {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Finds what lies in an area without looking at everything: things filed by cells of 400 px. */
export class GridIndex<T> {
  readonly #cells = new Map<number, Set<T>>();
  readonly #places = new Map<T, Cells>();

  set(item: T, rect: Rect): void {
    const cells = cellsOf(rect);
    const before = this.#places.get(item);
    // While dragging, nearly every move stays within the same cells.
    if (before !== undefined && sameCells(before, cells)) return;
    this.delete(item);
    this.#places.set(item, cells);
    eachCell(cells, (cell) => {
      const items = this.#cells.get(cell);
      if (items === undefined) this.#cells.set(cell, new Set([item]));
      else items.add(item);
    });
  }

  delete(item: T): void {
    const cells = this.#places.get(item);
    if (cells === undefined) return;
    this.#places.delete(item);
    eachCell(cells, (cell) => this.#cells.get(cell)?.delete(item));
  }

  /** Items whose cells touch the area: a superset of what really intersects it. */
  near(rect: Rect): Set<T> {
    // Zoomed far out, walking over items is less work than walking over cells.
    if ((rect.w / CELL) * (rect.h / CELL) > this.#places.size) return new Set(this.#places.keys());
    const found = new Set<T>();
    eachCell(cellsOf(rect), (cell) => {
      for (const item of this.#cells.get(cell) ?? []) found.add(item);
    });
    return found;
  }
}

function cellsOf(rect: Rect): Cells {
  return {
    left: Math.floor(rect.x / CELL),
    top: Math.floor(rect.y / CELL),
    right: Math.floor((rect.x + rect.w) / CELL),
    bottom: Math.floor((rect.y + rect.h) / CELL),
  };
}

function sameCells(a: Cells, b: Cells): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

function eachCell(cells: Cells, visit: (cell: number) => void): void {
  for (let x = cells.left; x <= cells.right; x++) {
    // One number per cell; flows don't reach 400 million px from their corner.
    for (let y = cells.top; y <= cells.bottom; y++) visit(x * 2 ** 21 + y);
  }
}
