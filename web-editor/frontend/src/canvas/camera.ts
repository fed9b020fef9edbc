import { fromScreen, grown, toFile, zoomedAt, type Point, type Rect, type View } from './geometry';

const MIN_ZOOM = 0.1;
const MAX_ZOOM = 3;
const AROUND_FIT = 60;
const AROUND_SHOWN = 20;
/** A node that is brought into view should be readable there. */
const SHOWN_ZOOM = 0.6;

/** Which part of the flow is seen through the canvas, and how large. */
export class Camera implements View {
  #view: View = { x: 0, y: 0, zoom: 1 };
  #width = 0;
  #height = 0;

  constructor(private readonly onMove: () => void) {}

  get view(): View {
    return this.#view;
  }

  get x(): number {
    return this.#view.x;
  }

  get y(): number {
    return this.#view.y;
  }

  get zoom(): number {
    return this.#view.zoom;
  }

  /** Of the canvas, in px. */
  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** What is seen, in world units. */
  get seen(): Rect {
    const { x, y, zoom } = this.#view;
    return { x, y, w: this.#width / zoom, h: this.#height / zoom };
  }

  /** Middle of what is seen, in file units: where things go that come without a place. */
  get middle(): Point {
    return toFile(fromScreen(this.#center(), this.#view));
  }

  resize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
  }

  set(view: View): void {
    this.#view = { x: view.x, y: view.y, zoom: clamped(view.zoom) };
    this.onMove();
  }

  panBy(dx: number, dy: number): void {
    const { x, y, zoom } = this.#view;
    this.set({ x: x + dx / zoom, y: y + dy / zoom, zoom });
  }

  zoomBy(factor: number, at: Point = this.#center()): void {
    this.set(zoomedAt(this.#view, at, clamped(this.#view.zoom * factor)));
  }

  zoomTo(zoom: number): void {
    this.set(zoomedAt(this.#view, this.#center(), zoom));
  }

  /** Shows all of an area, but nothing larger than it is. */
  fit(area: Rect): void {
    const around = grown(area, AROUND_FIT);
    this.#centerOn(around, Math.min(1, this.#width / around.w, this.#height / around.h));
  }

  /** Whether all of an area can be seen and still be read. */
  hasRoomFor(area: Rect): boolean {
    return this.#width / (area.w + 120) > 0.75 && this.#height / (area.h + 120) > 0.75;
  }

  /** Moves so that an area is in view, if it isn't. */
  show(area: Rect): void {
    const seen = grown(this.seen, -AROUND_SHOWN);
    const isInside =
      area.x >= seen.x &&
      area.y >= seen.y &&
      area.x + area.w <= seen.x + seen.w &&
      area.y + area.h <= seen.y + seen.h;
    if (!isInside) this.#centerOn(area, Math.max(this.#view.zoom, SHOWN_ZOOM));
  }

  #centerOn(area: Rect, zoom: number): void {
    this.set({
      x: area.x + area.w / 2 - this.#width / 2 / zoom,
      y: area.y + area.h / 2 - this.#height / 2 / zoom,
      zoom,
    });
  }

  #center(): Point {
    return { x: this.#width / 2, y: this.#height / 2 };
  }
}

function clamped(zoom: number): number {
  return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));
}
