import { FlowDocument } from '../model/flow-document';
import { numberOf, type FlowEntry, type NodeId } from '../model/flow-entry';
import type { NodeTypes } from '../model/node-types';
import type { WireRef } from '../store/selection-store';
import { heightFor, intersects, portPoint, toWorld, type Point, type Rect } from './geometry';
import { GridIndex } from './grid-index';
import { GroupFrames } from './group-frames';
import { textWidth } from './measure';
import { faceOf, type NodeFace } from './node-face';
import { boundsOfPath, sampled, wirePath, type WirePath } from './wire-path';

export const CARD_HEIGHT = 44;
const MIN_WIDTH = 132;
const MAX_WIDTH = 240;
const JUNCTION_SIZE = 12;
/** Padding, tile and gap around the text of a card. */
const AROUND_TEXT = 10 + 26 + 8 + 16;
const BUTTON_WIDTH = 30;
const ROW_GAP = 28;

/** A wire in its place. Points along it are worked out when someone asks, which is seldom. */
export class LaidWire implements WireRef {
  #path: WirePath = { start: { x: 0, y: 0 }, pieces: [] };
  #points: readonly Point[] | undefined;

  constructor(
    readonly key: string,
    readonly source: NodeId,
    readonly port: number,
    readonly target: NodeId,
  ) {}

  get path(): WirePath {
    return this.#path;
  }

  set path(path: WirePath) {
    this.#path = path;
    this.#points = undefined;
  }

  get points(): readonly Point[] {
    this.#points ??= sampled(this.#path);
    return this.#points;
  }
}

/** Where everything of one flow is in the world. Made anew when the flow changes. */
export class FlowLayout {
  static readonly EMPTY = new FlowLayout();

  readonly boxes = new Map<NodeId, Rect>();
  readonly faces = new Map<NodeId, NodeFace>();
  readonly wires = new Map<string, LaidWire>();
  groups = GroupFrames.of(FlowDocument.EMPTY, '', this.boxes);
  readonly #nodeIndex = new GridIndex<NodeId>();
  readonly #wireIndex = new GridIndex<string>();
  readonly #wiresOf = new Map<NodeId, string[]>();

  static of(
    document: FlowDocument,
    flow: NodeId,
    types: NodeTypes,
    before: FlowLayout,
    fonts: Fonts,
  ): FlowLayout {
    const layout = new FlowLayout();
    for (const entry of document.nodesIn(flow)) {
      layout.#addNode(faceOf(entry, types, document), entry, before, fonts);
    }
    layout.#shrinkRows();
    layout.groups = GroupFrames.of(document, flow, layout.boxes);
    for (const [id, box] of layout.boxes) layout.#nodeIndex.set(id, box);
    for (const entry of document.nodesIn(flow)) {
      document.wiresFrom(entry).forEach((targets, port) => {
        for (const target of targets) layout.#addWire(entry.id, port, target);
      });
    }
    return layout;
  }

  nodesNear(rect: Rect): Set<NodeId> {
    return this.#nodeIndex.near(rect);
  }

  wiresNear(rect: Rect): LaidWire[] {
    return [...this.#wireIndex.near(rect)].flatMap((key) => this.wires.get(key) ?? []);
  }

  port(id: NodeId, output: boolean, index: number): Point | undefined {
    const box = this.boxes.get(id);
    const face = this.faces.get(id);
    if (box === undefined || face === undefined) return undefined;
    const count = output ? Math.max(face.outputs, index + 1) : 1;
    return portPoint(box, output, index, count);
  }

  /** Free space to the right of a card, up to `most`: room for the labels of its outputs. */
  roomAfter(id: NodeId, most: number): number {
    const box = this.boxes.get(id);
    if (box === undefined) return 0;
    const area = { x: box.x + box.w, y: box.y, w: most, h: box.h };
    let room = most;
    for (const other of this.nodesNear(area)) {
      const rect = this.boxes.get(other);
      if (other === id || rect === undefined || rect.x < area.x || !intersects(rect, area))
        continue;
      room = Math.min(room, rect.x - area.x);
    }
    return room;
  }

  /** Moves boxes and their wires, as while dragging; the document follows when the drag ends. */
  shift(ids: readonly NodeId[], dx: number, dy: number): void {
    const wires = new Set<string>();
    for (const id of ids) {
      const box = this.boxes.get(id);
      if (box === undefined) continue;
      const moved = { ...box, x: box.x + dx, y: box.y + dy };
      this.boxes.set(id, moved);
      this.#nodeIndex.set(id, moved);
      for (const key of this.#wiresOf.get(id) ?? []) wires.add(key);
    }
    for (const key of wires) {
      const wire = this.wires.get(key);
      if (wire !== undefined) this.#trace(wire);
    }
    this.groups.shift(ids, dx, dy);
    this.groups.follow(this.boxes);
  }

  /** Where a node or group is. */
  rectOf(id: NodeId): Rect | undefined {
    return this.boxes.get(id) ?? this.groups.get(id)?.rect;
  }

  #addNode(face: NodeFace, entry: FlowEntry, before: FlowLayout, fonts: Fonts): void {
    const old = before.faces.get(face.id);
    // The same object as before lets the card know that nothing it shows has changed.
    const same = old !== undefined && sameFace(old, face) ? old : face;
    this.faces.set(face.id, same);
    const middle = toWorld({ x: numberOf(entry, 'x'), y: numberOf(entry, 'y') });
    const { w, h } = sizeOf(face, fonts);
    this.boxes.set(face.id, { x: middle.x - w / 2, y: middle.y - h / 2, w, h });
  }

  #addWire(source: NodeId, port: number, target: NodeId): void {
    if (!this.boxes.has(source) || !this.boxes.has(target)) return;
    const key = `${source}:${port}:${target}`;
    if (this.wires.has(key)) return;
    const wire = new LaidWire(key, source, port, target);
    this.wires.set(key, wire);
    for (const id of [source, target]) {
      const keys = this.#wiresOf.get(id);
      if (keys === undefined) this.#wiresOf.set(id, [key]);
      else keys.push(key);
    }
    this.#trace(wire);
  }

  #trace(wire: LaidWire): void {
    const from = this.port(wire.source, true, wire.port);
    const to = this.port(wire.target, false, 0);
    if (from === undefined || to === undefined) return;
    wire.path = wirePath(from, to);
    this.#wireIndex.set(wire.key, boundsOfPath(wire.path));
  }

  /** A card gives way when the next one in its row would be covered. */
  #shrinkRows(): void {
    const rows = new Map<number, NodeId[]>();
    for (const [id, box] of this.boxes) {
      const row = Math.round((box.y + box.h / 2) / CARD_HEIGHT);
      for (const r of [row, row + 1]) {
        const list = rows.get(r);
        if (list === undefined) rows.set(r, [id]);
        else list.push(id);
      }
    }
    for (const ids of rows.values()) {
      ids.sort((a, b) => middleX(this.boxes.get(a)) - middleX(this.boxes.get(b)));
      for (let i = 1; i < ids.length; i++) this.#shrinkPair(ids[i - 1] ?? '', ids[i] ?? '');
    }
  }

  #shrinkPair(left: NodeId, right: NodeId): void {
    const a = this.boxes.get(left);
    const b = this.boxes.get(right);
    if (a === undefined || b === undefined) return;
    const overlapsInHeight = a.y < b.y + b.h && b.y < a.y + a.h;
    if (!overlapsInHeight || a.x + a.w + ROW_GAP <= b.x) return;
    const most = Math.max(MIN_WIDTH, middleX(b) - middleX(a) - ROW_GAP);
    this.boxes.set(left, narrowed(a, most));
    this.boxes.set(right, narrowed(b, most));
  }
}

export interface Fonts {
  readonly title: string;
  readonly summary: string;
}

function sizeOf(face: NodeFace, fonts: Fonts): { w: number; h: number } {
  if (face.type === 'junction') return { w: JUNCTION_SIZE, h: JUNCTION_SIZE };
  const h = heightFor(face.outputs, CARD_HEIGHT);
  if (face.tileOnly) return { w: CARD_HEIGHT, h };
  const text = Math.max(
    textWidth(face.title, fonts.title),
    face.summary === '' ? 0 : textWidth(face.summary, fonts.summary),
  );
  const wanted = Math.ceil(text) + AROUND_TEXT + (face.button === undefined ? 0 : BUTTON_WIDTH);
  return { w: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, wanted)), h };
}

function narrowed(box: Rect, most: number): Rect {
  if (box.w <= most) return box;
  return { ...box, x: box.x + (box.w - most) / 2, w: most };
}

function middleX(box: Rect | undefined): number {
  return box === undefined ? 0 : box.x + box.w / 2;
}

function sameFace(a: NodeFace, b: NodeFace): boolean {
  return (Object.keys(a) as (keyof NodeFace)[]).every((key) =>
    key === 'outputLabels' ? a[key].join('\n') === b[key].join('\n') : a[key] === b[key],
  );
}
