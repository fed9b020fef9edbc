import { distance, type Point, type Rect } from './geometry';

/** A wire as cubic pieces: start, then two control points and an end for each piece. */
export interface WirePath {
  readonly start: Point;
  readonly pieces: readonly (readonly [Point, Point, Point])[];
}

const MIN_REACH = 28;
const MAX_REACH = 140;
/** How far below the lower end a backwards wire passes, so that it is seen beside the cards. */
const BOW = 48;

/** A curve that leaves and arrives horizontally; backwards wires bow below what they join. */
export function wirePath(from: Point, to: Point): WirePath {
  const dx = to.x - from.x;
  if (dx >= MIN_REACH / 2) {
    const reach = Math.min(MAX_REACH, Math.max(MIN_REACH, dx / 2));
    return {
      start: from,
      pieces: [[{ x: from.x + reach, y: from.y }, { x: to.x - reach, y: to.y }, to]],
    };
  }
  const low = Math.max(from.y, to.y) + BOW;
  const side = MIN_REACH;
  const right: Point = { x: from.x, y: low };
  const left: Point = { x: to.x, y: low };
  return {
    start: from,
    pieces: [
      [{ x: from.x + side * 1.6, y: from.y }, { x: from.x + side * 1.6, y: low }, right],
      [right, left, left],
      [{ x: to.x - side * 1.6, y: low }, { x: to.x - side * 1.6, y: to.y }, to],
    ],
  };
}

const SAMPLES_PER_PIECE = 14;

/** Points along the wire, enough of them for hit tests and for things that sit on it. */
export function sampled(path: WirePath): Point[] {
  const points: Point[] = [path.start];
  let from = path.start;
  for (const [c1, c2, to] of path.pieces) {
    for (let i = 1; i <= SAMPLES_PER_PIECE; i++) {
      points.push(cubicAt(from, c1, c2, to, i / SAMPLES_PER_PIECE));
    }
    from = to;
  }
  return points;
}

function cubicAt(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const u = 1 - t;
  const [wa, wb, wc, wd] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return {
    x: wa * a.x + wb * b.x + wc * c.x + wd * d.x,
    y: wa * a.y + wb * b.y + wc * c.y + wd * d.y,
  };
}

export function distanceToLine(points: readonly Point[], point: Point): number {
  let best = Infinity;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1];
    const b = points[i];
    if (a !== undefined && b !== undefined) best = Math.min(best, distanceToSegment(point, a, b));
  }
  return best;
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const length2 = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  if (length2 === 0) return distance(p, a);
  const t = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length2;
  const s = Math.max(0, Math.min(1, t));
  return distance(p, { x: a.x + s * (b.x - a.x), y: a.y + s * (b.y - a.y) });
}

/** Half way along the wire. */
export function middleOf(points: readonly Point[]): Point {
  let total = 0;
  for (let i = 1; i < points.length; i++) total += step(points, i);
  let left = total / 2;
  for (let i = 1; i < points.length; i++) {
    const length = step(points, i);
    const a = points[i - 1];
    const b = points[i];
    if (a !== undefined && b !== undefined && left <= length && length > 0) {
      const t = left / length;
      return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
    }
    left -= length;
  }
  return points[0] ?? { x: 0, y: 0 };
}

function step(points: readonly Point[], i: number): number {
  const a = points[i - 1];
  const b = points[i];
  return a === undefined || b === undefined ? 0 : distance(a, b);
}

/** An area that the wire doesn't leave: a curve stays within its control points. */
export function boundsOfPath(path: WirePath): Rect {
  return boundsOfPoints([path.start, ...path.pieces.flat()]);
}

export function boundsOfPoints(points: readonly Point[]): Rect {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

/** Adds the wire to a drawing path. */
export function trace(path: WirePath, onto: Pick<Path2D, 'moveTo' | 'bezierCurveTo'>): void {
  onto.moveTo(path.start.x, path.start.y);
  for (const [c1, c2, to] of path.pieces) {
    onto.bezierCurveTo(c1.x, c1.y, c2.x, c2.y, to.x, to.y);
  }
}
