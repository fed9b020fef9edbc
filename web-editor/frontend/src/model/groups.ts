import { classOf, flowOf, numberOf, textOf, type FlowEntry, type NodeId } from './flow-entry';
import { newId } from './ids';

/** What groups are looked up in: a document, or one in the middle of an edit. */
export interface Entries {
  get(id: NodeId): FlowEntry | undefined;
  entries(): Iterable<FlowEntry>;
}

export type Group = FlowEntry & { readonly type: 'group' };

export function isGroup(entry: FlowEntry | undefined): entry is Group {
  return entry !== undefined && classOf(entry) === 'group';
}

/** The group that an entry stands in directly; undefined if in none. */
export function groupOf(entries: Entries, entry: FlowEntry | undefined): Group | undefined {
  const group = entry === undefined ? undefined : entries.get(textOf(entry, 'g'));
  return isGroup(group) ? group : undefined;
}

/** The groups around an entry, innermost first. */
export function groupsAround(entries: Entries, id: NodeId | undefined): readonly Group[] {
  const groups: Group[] = [];
  let group = groupOf(entries, id === undefined ? undefined : entries.get(id));
  // A file may have groups that hold each other.
  while (group !== undefined && !groups.includes(group)) {
    groups.push(group);
    group = groupOf(entries, group);
  }
  return groups;
}

/** What stands in each group directly. Members say where they are; the lists of groups only tell. */
export function membersByGroup(entries: Entries): ReadonlyMap<NodeId, readonly FlowEntry[]> {
  const members = new Map<NodeId, FlowEntry[]>();
  for (const entry of entries.entries()) {
    const group = groupOf(entries, entry);
    if (group === undefined || flowOf(group) !== flowOf(entry)) continue;
    const list = members.get(group.id);
    if (list === undefined) members.set(group.id, [entry]);
    else list.push(entry);
  }
  return members;
}

/** Entries with all that stands in those of them that are groups, at any depth. */
export function withMembers(entries: Entries, ids: Iterable<NodeId>): NodeId[] {
  const members = membersByGroup(entries);
  const all = new Set<NodeId>();
  const open = [...ids].reverse();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (all.has(id)) continue;
    all.add(id);
    for (const member of [...(members.get(id) ?? [])].reverse()) open.push(member.id);
  }
  return [...all];
}

/** The nodes among entries and in the groups among them. */
export function nodesAmong(entries: Entries, ids: Iterable<NodeId>): NodeId[] {
  return withMembers(entries, ids).filter((id) => {
    const entry = entries.get(id);
    return entry !== undefined && classOf(entry) === 'node';
  });
}

/**
 * The fewest entries that stand for a selection: a group in the place of its members where all of
 * them are selected, and no member beside its group.
 *
 * @param fewest members that a group needs to be meant by them
 */
export function wholes(entries: Entries, ids: Iterable<NodeId>, fewest = 2): NodeId[] {
  const members = membersByGroup(entries);
  const meant = new Set(withMembers(entries, ids));
  const isWhole = (group: NodeId): boolean => {
    const inside = members.get(group) ?? [];
    return inside.length >= fewest && inside.every((member) => meant.has(member.id));
  };
  for (let found = true; found;) {
    found = false;
    for (const group of members.keys()) {
      if (meant.has(group) || !isWhole(group)) continue;
      meant.add(group);
      found = true;
    }
  }
  const order = [...meant].filter((id) => {
    const group = groupOf(entries, entries.get(id));
    return group === undefined || !meant.has(group.id);
  });
  // Groups that hold each other would all be inside of one that is meant.
  return order.length > 0 ? order : [...meant];
}

/** A new group on a flow; its place is worked out by `Edits.fitGroups`. */
export function newGroup(flow: NodeId): FlowEntry {
  return {
    id: newId(),
    type: 'group',
    z: flow,
    name: '',
    style: { label: true },
    nodes: [],
    x: 0,
    y: 0,
    w: 0,
    h: 0,
  };
}

// What other editors leave around the nodes of a group, and how large they draw nodes. Weir draws
// groups around the cards that it draws; the numbers in the file are for others.
const MARGIN = 25;
const NODE_HEIGHT = 30;
const LEAST_WIDTH = 100;
const EMPTY = { w: 120, h: 80 };

export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The frame that a group has in the file, around its members. */
export function frameInFile(
  group: FlowEntry,
  members: readonly FlowEntry[],
  label: (entry: FlowEntry) => string,
): Frame {
  if (members.length === 0) {
    return {
      x: numberOf(group, 'x'),
      y: numberOf(group, 'y'),
      w: Math.max(EMPTY.w, numberOf(group, 'w')),
      h: Math.max(EMPTY.h, numberOf(group, 'h')),
    };
  }
  const boxes = members.map((member) => boxInFile(member, label));
  const left = Math.min(...boxes.map((b) => b.x)) - MARGIN;
  const top = Math.min(...boxes.map((b) => b.y)) - MARGIN;
  return {
    x: left,
    y: top,
    w: Math.max(...boxes.map((b) => b.x + b.w)) + MARGIN - left,
    h: Math.max(...boxes.map((b) => b.y + b.h)) + MARGIN - top,
  };
}

function boxInFile(entry: FlowEntry, label: (entry: FlowEntry) => string): Frame {
  const [x, y] = [numberOf(entry, 'x'), numberOf(entry, 'y')];
  if (isGroup(entry)) return { x, y, w: numberOf(entry, 'w'), h: numberOf(entry, 'h') };
  if (entry.type === 'junction') return { x: x - 5, y: y - 5, w: 10, h: 10 };
  const text = entry['l'] === false ? 0 : label(entry).length * 7 + 57;
  const w = entry['l'] === false ? NODE_HEIGHT : Math.max(LEAST_WIDTH, Math.ceil(text / 20) * 20);
  return { x: x - w / 2, y: y - NODE_HEIGHT / 2, w, h: NODE_HEIGHT };
}
