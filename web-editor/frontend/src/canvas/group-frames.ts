import type { FlowDocument } from '../model/flow-document';
import { classOf, numberOf, textOf, type FlowEntry, type NodeId } from '../model/flow-entry';
import { groupsAround, membersByGroup } from '../model/groups';
import { boundsOf, contains, grown, toWorld, type Point, type Rect } from './geometry';
import { textWidth } from './measure';

export const GROUP_FONT = '600 13px system-ui, sans-serif';
const SIDE = 20;
/** The name stands on the upper edge, half of it inside. */
const TOP = 26;
const LABEL_AT = 14;
const LABEL_HEIGHT = 18;
export const LABEL_PADDING = 6;

export interface LaidGroup {
  readonly id: NodeId;
  readonly rect: Rect;
  /** Where its name is written; undefined if it shows none. */
  readonly label: Rect | undefined;
  readonly name: string;
  readonly stroke: string | undefined;
  readonly fill: string | undefined;
}

/** Nodes that are held somewhere else than where they stand: in another group, or in none. */
export interface Elsewhere {
  readonly ids: ReadonlySet<NodeId>;
  readonly group: NodeId | undefined;
}

/** The frames of a flow's groups, drawn around the cards of their nodes wherever those are. */
export class GroupFrames {
  readonly #groups = new Map<NodeId, LaidGroup>();
  readonly #entries: readonly FlowEntry[];
  readonly #members: ReadonlyMap<NodeId, readonly FlowEntry[]>;
  #elsewhere: Elsewhere | undefined;
  /** How far groups have been moved that have no nodes to go around. */
  readonly #moved = new Map<NodeId, Point>();

  private constructor(document: FlowDocument, flow: NodeId) {
    const groups = document.inFlow(flow).filter((e) => classOf(e) === 'group');
    const depth = new Map(groups.map((g) => [g.id, groupsAround(document, g.id).length]));
    // Inner ones first, since the frames of outer ones go around theirs.
    this.#entries = groups.sort((a, b) => (depth.get(b.id) ?? 0) - (depth.get(a.id) ?? 0));
    this.#members = groups.length === 0 ? new Map() : membersByGroup(document);
  }

  static of(document: FlowDocument, flow: NodeId, boxes: ReadonlyMap<NodeId, Rect>): GroupFrames {
    const frames = new GroupFrames(document, flow);
    frames.follow(boxes);
    return frames;
  }

  get(id: NodeId): LaidGroup | undefined {
    return this.#groups.get(id);
  }

  /** From the outermost to the innermost, as they lie upon each other. */
  all(): readonly LaidGroup[] {
    return [...this.#groups.values()].reverse();
  }

  /** The innermost group around a place. */
  at(world: Point, isMeant: (id: NodeId) => boolean = () => true): NodeId | undefined {
    const around = [...this.#groups.values()].filter(
      ({ id, rect }) => isMeant(id) && contains(rect, world),
    );
    return smallest(around)?.id;
  }

  /** The group whose frame or name is within reach of a place. */
  edgeAt(world: Point, reach: number): NodeId | undefined {
    const near = [...this.#groups.values()].filter(
      ({ rect, label }) =>
        (label !== undefined && contains(label, world)) ||
        (contains(rect, world, reach) && !contains(grown(rect, -reach), world)),
    );
    return smallest(near)?.id;
  }

  /** Shows nodes as members of another group than theirs until told otherwise. */
  hold(elsewhere: Elsewhere | undefined): void {
    this.#elsewhere = elsewhere;
  }

  /** Moves those groups among entries that have no nodes; the others follow theirs. */
  shift(ids: Iterable<NodeId>, dx: number, dy: number): void {
    for (const id of ids) {
      if (!this.#groups.has(id)) continue;
      const { x, y } = this.#moved.get(id) ?? { x: 0, y: 0 };
      this.#moved.set(id, { x: x + dx, y: y + dy });
    }
  }

  /** Takes up where the cards are now. */
  follow(boxes: ReadonlyMap<NodeId, Rect>): void {
    for (const entry of this.#entries) {
      const inside = this.#idsIn(entry.id).flatMap(
        (id) => boxes.get(id) ?? this.#groups.get(id)?.rect ?? [],
      );
      const around = boundsOf(inside);
      const rect = around === undefined ? this.#empty(entry) : framed(around);
      this.#groups.set(entry.id, laid(entry, rect));
    }
  }

  #empty(entry: FlowEntry): Rect {
    const rect = inFile(entry);
    const by = this.#moved.get(entry.id) ?? { x: 0, y: 0 };
    return { ...rect, x: rect.x + by.x, y: rect.y + by.y };
  }

  #idsIn(group: NodeId): NodeId[] {
    const own = (this.#members.get(group) ?? []).map((e) => e.id);
    const held = this.#elsewhere;
    if (held === undefined) return own;
    const here = own.filter((id) => !held.ids.has(id));
    return held.group === group ? [...here, ...held.ids] : here;
  }
}

function smallest(groups: readonly LaidGroup[]): LaidGroup | undefined {
  const area = ({ rect }: LaidGroup): number => rect.w * rect.h;
  return [...groups].sort((a, b) => area(a) - area(b))[0];
}

function framed(inside: Rect): Rect {
  return {
    x: inside.x - SIDE,
    y: inside.y - TOP,
    w: inside.w + 2 * SIDE,
    h: inside.h + TOP + SIDE,
  };
}

function laid(entry: FlowEntry, rect: Rect): LaidGroup {
  const style = (entry['style'] ?? {}) as Readonly<Record<string, unknown>>;
  const colour = (key: string): string | undefined =>
    typeof style[key] === 'string' && style[key] !== 'none' ? style[key] : undefined;
  const name = style['label'] === false ? '' : textOf(entry, 'name');
  return {
    id: entry.id,
    rect,
    label: name === '' ? undefined : labelOn(rect, name),
    name,
    stroke: colour('stroke'),
    fill: colour('fill'),
  };
}

function labelOn(rect: Rect, name: string): Rect {
  return {
    x: rect.x + LABEL_AT,
    y: rect.y - LABEL_HEIGHT / 2,
    w: textWidth(name, GROUP_FONT) + 2 * LABEL_PADDING,
    h: LABEL_HEIGHT,
  };
}

/** A group without nodes is where its file has it. */
function inFile(entry: FlowEntry): Rect {
  const at = toWorld({ x: numberOf(entry, 'x'), y: numberOf(entry, 'y') });
  const size = toWorld({
    x: Math.max(80, numberOf(entry, 'w')),
    y: Math.max(40, numberOf(entry, 'h')),
  });
  return { ...at, w: size.x, h: size.y };
}
