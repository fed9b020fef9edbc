import { outputKey, type WireReading } from '../store/wires-store';
import type { FlowLayout, LaidWire } from './flow-layout';
import { intersects, type Point, type Rect } from './geometry';
import { textWidth } from './measure';
import { middleOf } from './wire-path';

/** Below this zoom the texts would be too small to read. */
export const CHIPS_FROM = 0.6;
export const CHIP_FONT = '11px system-ui, sans-serif';
const CHIP_HEIGHT = 18;
const CHIP_PADDING = 7;
/** What of a wire stays free on both sides of a chip on it. */
const CHIP_ROOM = 22;
const LONGEST_TEXT = 28;
const WIDEST_BESIDE = 160;
const BESIDE_FROM = 10;
const BESIDE_END = 6;

/** An output is silent when nothing came for so long, or for ten times its usual gap. */
const SILENT_MS = 10_000;
const SILENT_GAPS = 10;

const PULSE_MS = 350;
const MOST_PULSES = 150;
/** More a second would be a flicker; the wire glows instead. */
const FASTEST_PULSES = 4;

/** What an output sent last, in its place. */
export interface LaidChip {
  readonly wire: LaidWire;
  readonly rect: Rect;
  readonly text: string;
  readonly silent: boolean;
}

export interface ChipText {
  /** The latest value, shortened. */
  readonly value: string;
  /** How often one comes, or how long none came; empty if neither is known. */
  readonly pace: string;
  readonly silent: boolean;
}

/** What a chip says. */
export function chipText(reading: WireReading, now: number): ChipText {
  const gap = reading.rate > 0 ? 1000 / reading.rate : 0;
  const age = Math.max(0, now - reading.at);
  const silent = age > Math.max(SILENT_MS, SILENT_GAPS * gap);
  const pace = silent ? ageText(age) : reading.rate > 0 ? `${rateText(reading.rate)}/s` : '';
  return { value: shortened(reading.preview), pace, silent };
}

function shortened(preview: string): string {
  // More than a number's first digits is noise of its representation.
  if (/^-?\d+\.\d{5,}$/.test(preview)) return String(Number(Number(preview).toPrecision(6)));
  return preview.length > LONGEST_TEXT ? `${preview.slice(0, LONGEST_TEXT - 1)}…` : preview;
}

function rateText(rate: number): string {
  return rate >= 10 ? String(Math.round(rate)) : String(Math.round(rate * 10) / 10);
}

function ageText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** One chip for each output of which something is known, on its wire if there is room. */
export function chipsOf(
  layout: FlowLayout,
  readings: ReadonlyMap<string, WireReading>,
  view: Rect,
  now: number,
): LaidChip[] {
  const byOutput = new Map<string, LaidWire[]>();
  for (const wire of layout.wiresNear(view)) {
    const key = outputKey(wire.source, wire.port);
    const list = byOutput.get(key);
    if (list === undefined) byOutput.set(key, [wire]);
    else list.push(wire);
  }
  const chips: LaidChip[] = [];
  for (const [key, wires] of byOutput) {
    const reading = readings.get(key);
    const [wire] = wires;
    if (reading === undefined || wire === undefined) continue;
    const said = chipText(reading, now);
    const { value, pace, silent } = said;
    const text = [value, pace].filter((part) => part !== '').join(' · ');
    if (text === '') continue;
    const place = wires.length === 1 ? onWire(layout, wire, widthOf(text)) : undefined;
    if (place !== undefined) chips.push({ wire, rect: place, text, silent });
    else {
      const chip = beside(layout, wire, said, text);
      if (chip !== undefined) chips.push(chip);
    }
  }
  return chips;
}

function onWire(layout: FlowLayout, wire: LaidWire, width: number): Rect | undefined {
  const { points } = wire;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (Math.abs(last.x - first.x) < width + 2 * CHIP_ROOM) return undefined;
  const middle = middleOf(points);
  const rect = around(middle, width);
  return isFree(layout, rect) ? rect : undefined;
}

/** Above the wire where it leaves, with as much as there is room for before the next card. */
function beside(
  layout: FlowLayout,
  wire: LaidWire,
  { value, silent }: ChipText,
  text: string,
): LaidChip | undefined {
  const from = wire.points[0];
  if (from === undefined) return undefined;
  const room = layout.roomAfter(wire.source, WIDEST_BESIDE) - BESIDE_FROM - BESIDE_END;
  const fitting = [text, value, cut(value, room)].find((t) => t !== '' && widthOf(t) <= room);
  if (fitting === undefined) return undefined;
  const y = from.y - CHIP_HEIGHT - 5;
  const rect = { x: from.x + BESIDE_FROM, y, w: widthOf(fitting), h: CHIP_HEIGHT };
  return { wire, rect, text: fitting, silent };
}

/** As many characters as fit, if that is more than two. */
function cut(value: string, room: number): string {
  for (let length = value.length - 1; length > 2; length--) {
    const shorter = `${value.slice(0, length)}…`;
    if (widthOf(shorter) <= room) return shorter;
  }
  return '';
}

function widthOf(text: string): number {
  return textWidth(text, CHIP_FONT) + 2 * CHIP_PADDING;
}

function around(middle: Point, width: number): Rect {
  return { x: middle.x - width / 2, y: middle.y - CHIP_HEIGHT / 2, w: width, h: CHIP_HEIGHT };
}

function isFree(layout: FlowLayout, rect: Rect): boolean {
  for (const id of layout.nodesNear(rect)) {
    const box = layout.boxes.get(id);
    if (box !== undefined && intersects(box, rect)) return false;
  }
  return true;
}

/** Dots that travel along wires as messages do. */
export class Pulses {
  readonly #begun = new Map<string, number>();
  readonly #glowing = new Map<string, number>();

  constructor(private readonly isStill: () => boolean) {}

  /** Messages have left these outputs. */
  sent(
    layout: FlowLayout,
    sent: ReadonlyMap<string, number>,
    readings: ReadonlyMap<string, WireReading>,
    now: number,
  ): void {
    if (this.isStill()) return;
    for (const wire of layout.wires.values()) {
      const key = outputKey(wire.source, wire.port);
      if (!sent.has(key)) continue;
      if ((readings.get(key)?.rate ?? 0) > FASTEST_PULSES) this.#glowing.set(wire.key, now);
      else if (this.#begun.size < MOST_PULSES) this.#begun.set(wire.key, now);
    }
  }

  get isMoving(): boolean {
    return this.#begun.size > 0 || this.#glowing.size > 0;
  }

  /** How far each dot is on its wire, 0 to 1. What has arrived is forgotten. */
  at(now: number): ReadonlyMap<string, number> {
    const places = new Map<string, number>();
    for (const [key, begun] of this.#begun) {
      const done = (now - begun) / PULSE_MS;
      if (done >= 1) this.#begun.delete(key);
      else places.set(key, done);
    }
    return places;
  }

  /** Wires that carry more than dots could show. */
  glowing(now: number): ReadonlySet<string> {
    for (const [key, since] of this.#glowing)
      if (now - since > 2 * PULSE_MS) this.#glowing.delete(key);
    return new Set(this.#glowing.keys());
  }
}

/** The point so far along a wire. */
export function pointAlong(points: readonly Point[], part: number): Point {
  const last = points.length - 1;
  const exact = Math.max(0, Math.min(1, part)) * last;
  const a = points[Math.floor(exact)] ?? { x: 0, y: 0 };
  const b = points[Math.min(last, Math.floor(exact) + 1)] ?? a;
  const rest = exact - Math.floor(exact);
  return { x: a.x + (b.x - a.x) * rest, y: a.y + (b.y - a.y) * rest };
}
