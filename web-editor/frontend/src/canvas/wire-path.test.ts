import { describe, expect, it } from 'vitest';
import { boundsOfPoints, distanceToLine, middleOf, sampled, wirePath } from './wire-path';

describe('a wire', () => {
  it('begins and ends at its ports and leaves them horizontally', () => {
    const path = wirePath({ x: 0, y: 0 }, { x: 200, y: 80 });
    const points = sampled(path);
    expect(points[0]).toEqual({ x: 0, y: 0 });
    expect(points.at(-1)).toEqual({ x: 200, y: 80 });
    expect(path.pieces[0]?.[0].y).toBe(0);
    expect(path.pieces[0]?.[1].y).toBe(80);
  });

  it('that runs backwards bows below both ends', () => {
    const points = sampled(wirePath({ x: 300, y: 50 }, { x: 0, y: 0 }));
    expect(points.at(-1)).toEqual({ x: 0, y: 0 });
    const { y, h } = boundsOfPoints(points);
    expect(y + h).toBeGreaterThan(50 + 40);
  });

  it('is hit on it and not beside it', () => {
    const points = sampled(wirePath({ x: 0, y: 0 }, { x: 200, y: 0 }));
    expect(distanceToLine(points, { x: 100, y: 3 })).toBeCloseTo(3);
    expect(distanceToLine(points, { x: 100, y: 30 })).toBeGreaterThan(20);
  });

  it('has its middle half way', () => {
    const points = sampled(wirePath({ x: 0, y: 0 }, { x: 200, y: 0 }));
    expect(middleOf(points).x).toBeCloseTo(100);
  });
});
