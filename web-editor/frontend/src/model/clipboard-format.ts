import type { FlowDocument } from './flow-document';
import {
  classOf,
  definitionOf,
  flowOf,
  instanceOf,
  numberOf,
  withKeys,
  wiresOf,
  type FlowEntry,
  type NodeId,
} from './flow-entry';
import { newId } from './ids';
import { equalSubflows } from './subflow-content';
import { isPort } from './subflow-ports';

const GLOBAL_SETTINGS = 'global-config';

/**
 * Entries as other editors export them: the definitions of the subflows that are used, with all that
 * is in them, then the nodes, then the config nodes they refer to, directly or through each other.
 * Groups bring their members. Credentials that are not deployed yet stay behind.
 */
export function exported(document: FlowDocument, ids: Iterable<NodeId>): FlowEntry[] {
  const wanted = new Set<NodeId>();
  const configs = new Set<NodeId>();
  const subflows = new Set<NodeId>();
  const want = (id: NodeId): void => {
    const entry = document.get(id);
    if (entry === undefined || isPort(entry) || wanted.has(id)) return;
    wanted.add(id);
    if (classOf(entry) === 'group' && Array.isArray(entry['nodes'])) {
      for (const member of entry['nodes']) if (typeof member === 'string') want(member);
    }
    refer(entry);
  };
  const refer = (entry: FlowEntry): void => {
    const definition = definitionOf(entry);
    if (definition !== undefined && !subflows.has(definition) && document.has(definition)) {
      subflows.add(definition);
      for (const inner of document.entries()) if (flowOf(inner) === definition) refer(inner);
    }
    for (const id of textsIn(entry)) {
      const target = document.get(id);
      if (target === undefined || classOf(target) !== 'config' || configs.has(id)) continue;
      configs.add(id);
      refer(target);
    }
  };
  for (const id of ids) want(id);
  const all = [...document.entries()];
  const isInside = (e: FlowEntry): boolean => subflows.has(flowOf(e));
  const nodes = all.filter((e) => wanted.has(e.id) && !isInside(e));
  return [
    ...all.filter((e) => subflows.has(e.id)),
    ...all.filter(isInside),
    ...nodes.map((entry) =>
      Array.isArray(entry['wires'])
        ? withKeys(entry, {
            wires: wiresOf(entry).map((port) => port.filter((id) => wanted.has(id))),
          })
        : entry,
    ),
    ...all.filter((e) => configs.has(e.id) && !wanted.has(e.id) && !isInside(e)),
  ].map((entry) => withKeys(entry, { credentials: undefined }));
}

/** The texts among an entry's properties, at any depth: what may name a config node. */
function textsIn(entry: FlowEntry): string[] {
  const texts: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  for (const [key, value] of Object.entries(entry)) {
    if (key !== 'id' && key !== 'z' && key !== 'g' && key !== 'wires') look(value);
  }
  return texts;
}

/**
 * Makes entries ready to be added: new ids throughout, wires among themselves kept, others dropped;
 * config nodes and subflows that the document already has are used as they are. Nodes without one of
 * the tabs that come along go to `flow`, moved so that their middle is at `at` (if given).
 */
export function adopted(
  entries: readonly FlowEntry[],
  document: FlowDocument,
  flow: NodeId,
  at: { readonly x: number; readonly y: number } | undefined,
): FlowEntry[] {
  const reused = equalSubflows(entries, document);
  const homes = new Set(entries.filter(isHome).map((e) => e.id));
  const isNew = (e: FlowEntry): boolean => {
    if (reused.has(e.id) || reused.has(flowOf(e))) return false;
    if (e.type === GLOBAL_SETTINGS) return isWanted(document, e);
    return classOf(e) !== 'config' || homes.has(flowOf(e)) || !sameConfig(document, e);
  };
  const present = entries.filter(isNew);
  const ids = new Map([...reused, ...present.map((e): [NodeId, NodeId] => [e.id, newId()])]);
  const homeOf = new Map(present.map((e) => [e.id, homes.has(flowOf(e)) ? flowOf(e) : '']));
  const loose = present.filter((e) => homeOf.get(e.id) === '');
  const shift = at === undefined ? { x: 0, y: 0 } : shiftTo(at, loose);
  return present.map((entry) => {
    const kind = classOf(entry);
    const home = homeOf.get(entry.id);
    const patch: Record<string, unknown> = { id: ids.get(entry.id) };
    for (const [key, value] of Object.entries(entry)) {
      if (key !== 'id' && key !== 'wires') patch[key] = remapped(value, ids);
    }
    const definition = definitionOf(entry);
    if (definition !== undefined) patch['type'] = instanceOf(ids.get(definition) ?? definition);
    if (Array.isArray(entry['wires'])) {
      patch['wires'] = wiresOf(entry).map((port) =>
        port.flatMap((target) => (homeOf.get(target) === home ? (ids.get(target) ?? []) : [])),
      );
    }
    if (kind === 'node' || kind === 'group') {
      if (home === '') {
        patch['z'] = flow;
        patch['x'] = numberOf(entry, 'x') + shift.x;
        patch['y'] = numberOf(entry, 'y') + shift.y;
      }
      if (typeof entry['g'] === 'string' && !ids.has(entry['g'])) patch['g'] = undefined;
    } else if (kind === 'config' && typeof entry['z'] === 'string' && home === '') {
      patch['z'] = undefined;
    }
    if (entry.type === GLOBAL_SETTINGS) patch['modules'] = undefined;
    return withKeys(entry, patch);
  });
}

/** What other entries stand in. */
function isHome(entry: FlowEntry): boolean {
  return classOf(entry) === 'tab' || classOf(entry) === 'subflow';
}

function sameConfig(document: FlowDocument, entry: FlowEntry): boolean {
  return document.get(entry.id)?.type === entry.type;
}

function isWanted(document: FlowDocument, globalSettings: FlowEntry): boolean {
  return (
    document.configNodes(GLOBAL_SETTINGS).length === 0 && variablesOf(globalSettings).length > 0
  );
}

/**
 * The variables of all flows as they are with those that entries bring, and the entry of the document
 * that has them; undefined if nothing is brought or there is no such entry yet.
 */
export function mergedVariables(
  entries: readonly FlowEntry[],
  document: FlowDocument,
): { id: NodeId; env: unknown[] } | undefined {
  const [own] = document.configNodes(GLOBAL_SETTINGS);
  const brought = entries.filter((e) => e.type === GLOBAL_SETTINGS).flatMap(variablesOf);
  if (own === undefined || brought.length === 0) return undefined;
  const env = new Map(variablesOf(own).map((v) => [v.name, v]));
  for (const variable of brought) env.set(variable.name, variable);
  return { id: own.id, env: [...env.values()] };
}

function variablesOf(entry: FlowEntry): { name: string }[] {
  const env: unknown = entry['env'];
  return Array.isArray(env)
    ? env.filter((v): v is { name: string } => typeof (v as { name?: unknown }).name === 'string')
    : [];
}

/** Replaces ids in a value at any depth; some types keep lists of ids in their properties. */
export function remapped(value: unknown, ids: ReadonlyMap<NodeId, NodeId>): unknown {
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
