import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  fromScreen,
  heightFor,
  intersects,
  portPoint,
  toFile,
  toScreen,
  toWorld,
  zoomedAt,
} from './geometry';
import { GridIndex } from './grid-index';

describe('the canvas', () => {
  it('stretches positions of the file and gives them back unchanged', () => {
    const file = { x: 130, y: 140 };
    expect(toWorld(file)).toEqual({ x: 162.5, y: 210 });
    expect(toFile(toWorld(file))).toEqual(file);
  });

  it('zooms with the point under the pointer staying where it is', () => {
    const camera = { x: 40, y: -20, zoom: 0.8 };
    const pointer = { x: 300, y: 200 };
    const world = fromScreen(pointer, camera);
    const after = toScreen(world, zoomedAt(camera, pointer, 2));
    expect(after.x).toBeCloseTo(pointer.x);
    expect(after.y).toBeCloseTo(pointer.y);
  });

  it('spreads ports around the middle of a card and lets it grow for many', () => {
    const box = { x: 0, y: 0, w: 100, h: 44 };
    expect(portPoint(box, true, 0, 2)).toEqual({ x: 100, y: 14 });
    expect(portPoint(box, true, 1, 2)).toEqual({ x: 100, y: 30 });
    expect(portPoint(box, false, 0, 1)).toEqual({ x: 0, y: 22 });
    expect(heightFor(2, 44)).toBe(44);
    expect(heightFor(5, 44)).toBe(92);
  });

  it('has no bounds when there is nothing on it', () => {
    expect(boundsOf([])).toBeUndefined();
    expect(intersects({ x: 0, y: 0, w: 1, h: 1 }, { x: 2, y: 0, w: 1, h: 1 })).toBe(false);
  });
});

describe('the grid index', () => {
  it('finds what is near and forgets what has moved away', () => {
    const index = new GridIndex<string>();
    index.set('a', { x: 10, y: 10, w: 50, h: 50 });
    index.set('b', { x: 5000, y: 10, w: 50, h: 50 });
    expect([...index.near({ x: 0, y: 0, w: 100, h: 100 })]).toEqual(['a']);
    index.set('a', { x: -3000, y: 10, w: 50, h: 50 });
    expect([...index.near({ x: 0, y: 0, w: 100, h: 100 })]).toEqual([]);
  });
});
