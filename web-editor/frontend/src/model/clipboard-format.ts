import type { FlowDocument } from './flow-document';
import {
  classOf,
  isEntry,
  numberOf,
  withKeys,
  wiresOf,
  type FlowEntry,
  type NodeId,
} from './flow-entry';
import { newId } from './ids';

/**
 * Entries as other editors export them: the nodes, then the config nodes they refer to, directly or
 * through each other. Groups bring their members.
 */
export function exported(document: FlowDocument, ids: Iterable<NodeId>): FlowEntry[] {
  const wanted = new Set<NodeId>();
  const configs = new Set<NodeId>();
  const want = (id: NodeId): void => {
    const entry = document.get(id);
    if (entry === undefined || wanted.has(id)) return;
    wanted.add(id);
    if (classOf(entry) === 'group' && Array.isArray(entry['nodes'])) {
      for (const member of entry['nodes']) if (typeof member === 'string') want(member);
    }
    refer(entry);
  };
  const refer = (entry: FlowEntry): void => {
    for (const [key, value] of Object.entries(entry)) {
      if (key === 'id' || key === 'z' || key === 'g' || typeof value !== 'string') continue;
      const target = document.get(value);
      if (target === undefined || classOf(target) !== 'config' || configs.has(value)) continue;
      configs.add(value);
      refer(target);
    }
  };
  for (const id of ids) want(id);
  const nodes = [...document.entries()].filter((e) => wanted.has(e.id));
  const shared = [...document.entries()].filter((e) => configs.has(e.id));
  return [...nodes, ...shared].map((entry) =>
    wanted.has(entry.id) && Array.isArray(entry['wires'])
      ? withKeys(entry, {
          wires: wiresOf(entry).map((port) => port.filter((id) => wanted.has(id))),
        })
      : entry,
  );
}

/** The entries in a text, or undefined when it isn't a flow. */
export function parseFlow(text: string): FlowEntry[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.trim());
  } catch {
    return undefined;
  }
  const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (list.length === 0 || !list.every(isEntry)) return undefined;
  const first = new Map<NodeId, FlowEntry>();
  for (const entry of list) if (!first.has(entry.id)) first.set(entry.id, entry);
  return [...first.values()];
}

/**
 * Makes entries ready to be added: new ids throughout, wires among themselves kept, others dropped;
 * config nodes that the document already has are used as they are. Nodes without one of the tabs
 * that come along go to `flow`, moved so that their middle is at `at` (if given).
 */
export function adopted(
  entries: readonly FlowEntry[],
  document: FlowDocument,
  flow: NodeId,
  at: { readonly x: number; readonly y: number } | undefined,
): FlowEntry[] {
  const present = entries.filter((e) => !(classOf(e) === 'config' && sameConfig(document, e)));
  const ids = new Map(present.map((e) => [e.id, newId()]));
  const shift = at === undefined ? { x: 0, y: 0 } : shiftTo(at, entries);
  return present.map((entry) => {
    const kind = classOf(entry);
    const patch: Record<string, unknown> = { id: ids.get(entry.id) };
    for (const [key, value] of Object.entries(entry)) {
      if (key !== 'id' && key !== 'wires') patch[key] = remapped(value, ids);
    }
    if (Array.isArray(entry['wires'])) {
      patch['wires'] = wiresOf(entry).map((port) =>
        port.flatMap((target) => ids.get(target) ?? []),
      );
    }
    if (kind === 'node' || kind === 'group') {
      const home = typeof entry['z'] === 'string' ? ids.get(entry['z']) : undefined;
      patch['z'] = home ?? flow;
      if (home === undefined) {
        patch['x'] = numberOf(entry, 'x') + shift.x;
        patch['y'] = numberOf(entry, 'y') + shift.y;
      }
      if (typeof entry['g'] === 'string' && !ids.has(entry['g'])) patch['g'] = undefined;
    } else if (kind === 'config' && typeof entry['z'] === 'string' && !ids.has(entry['z'])) {
      patch['z'] = undefined;
    }
    return withKeys(entry, patch);
  });
}

function sameConfig(document: FlowDocument, entry: FlowEntry): boolean {
  return document.get(entry.id)?.type === entry.type;
}

/** Replaces ids in a value at any depth; some types keep lists of ids in their properties. */
function remapped(value: unknown, ids: ReadonlyMap<NodeId, NodeId>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => remapped(item, ids));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, remapped(v, ids)]));
  }
  return value;
}

const GRID = { x: 10, y: 20 };

function shiftTo(
  at: { readonly x: number; readonly y: number },
  entries: readonly FlowEntry[],
): { x: number; y: number } {
  const nodes = entries.filter((e) => classOf(e) === 'node');
  if (nodes.length === 0) return { x: 0, y: 0 };
  const xs = nodes.map((n) => numberOf(n, 'x'));
  const ys = nodes.map((n) => numberOf(n, 'y'));
  const middle = (values: number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  return {
    x: Math.round((at.x - middle(xs)) / GRID.x) * GRID.x,
    y: Math.round((at.y - middle(ys)) / GRID.y) * GRID.y,
  };
}
