export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/**
 * Files keep Node-RED's positions; the view stretches them so that taller cards have room and
 * imported flows don't overlap. "World" is the stretched plane at 100 %.
 */
export const STRETCH_X = 1.25;
export const STRETCH_Y = 1.5;

export function toWorld(file: Point): Point {
  return { x: file.x * STRETCH_X, y: file.y * STRETCH_Y };
}

export function toFile(world: Point): Point {
  return { x: world.x / STRETCH_X, y: world.y / STRETCH_Y };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function contains(rect: Rect, point: Point, margin = 0): boolean {
  return (
    point.x >= rect.x - margin &&
    point.x <= rect.x + rect.w + margin &&
    point.y >= rect.y - margin &&
    point.y <= rect.y + rect.h + margin
  );
}

export function intersects(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.w && a.x + a.w >= b.x && a.y <= b.y + b.h && a.y + a.h >= b.y;
}

export function rectBetween(a: Point, b: Point): Rect {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    w: Math.abs(a.x - b.x),
    h: Math.abs(a.y - b.y),
  };
}

export function grown(rect: Rect, by: number): Rect {
  return { x: rect.x - by, y: rect.y - by, w: rect.w + 2 * by, h: rect.h + 2 * by };
}

export function boundsOf(rects: Iterable<Rect>): Rect | undefined {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const { x, y, w, h } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + w);
    bottom = Math.max(bottom, y + h);
  }
  return left === Infinity ? undefined : { x: left, y: top, w: right - left, h: bottom - top };
}

const PORT_SPACING = 16;

/** Height a card of `CARD_HEIGHT` needs so that its ports have room. */
export function heightFor(outputs: number, cardHeight: number): number {
  return Math.max(cardHeight, outputs * PORT_SPACING + 12);
}

/** The middle of a port: inputs left, outputs right, spread around the card's middle. */
export function portPoint(box: Rect, output: boolean, index: number, count: number): Point {
  return {
    x: output ? box.x + box.w : box.x,
    y: box.y + box.h / 2 + (index - (count - 1) / 2) * PORT_SPACING,
  };
}

export interface View extends Point {
  readonly zoom: number;
}

export function toScreen(world: Point, camera: View): Point {
  return { x: (world.x - camera.x) * camera.zoom, y: (world.y - camera.y) * camera.zoom };
}

export function fromScreen(screen: Point, camera: View): Point {
  return { x: screen.x / camera.zoom + camera.x, y: screen.y / camera.zoom + camera.y };
}

/** The camera after zooming with the world point under `screen` staying where it is. */
export function zoomedAt(camera: View, screen: Point, zoom: number): View {
  const world = fromScreen(screen, camera);
  return { x: world.x - screen.x / zoom, y: world.y - screen.y / zoom, zoom };
}
