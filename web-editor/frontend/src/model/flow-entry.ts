export type NodeId = string;

/**
 * One element of flows.json: a tab, subflow, group, config node or node. All keys are kept as they
 * came, also those the editor doesn't know.
 */
export interface FlowEntry {
  readonly id: NodeId;
  readonly type: string;
  readonly [key: string]: unknown;
}

export type Wires = readonly (readonly NodeId[])[];

export type EntryClass = 'tab' | 'subflow' | 'group' | 'node' | 'config';

/** The classification of flows.json: position makes a flow node, everything else is shared settings. */
export function classOf(entry: FlowEntry): EntryClass {
  switch (entry.type) {
    case 'tab':
      return 'tab';
    case 'subflow':
      return 'subflow';
    case 'group':
      return 'group';
    default:
      return Object.hasOwn(entry, 'x') && Object.hasOwn(entry, 'y') ? 'node' : 'config';
  }
}

/** What stands at a place of a flow: a node or a group. */
export function isPlaced(entry: FlowEntry): boolean {
  const kind = classOf(entry);
  return kind === 'node' || kind === 'group';
}

export function isEntry(value: unknown): value is FlowEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { id, type } = value as Record<string, unknown>;
  return typeof id === 'string' && id !== '' && typeof type === 'string';
}

/** Wires by output. Very old files have a bare id in the place of a list of ids. */
export function wiresOf(entry: FlowEntry): Wires {
  const wires = entry['wires'];
  if (!Array.isArray(wires)) return [];
  return wires.map((port: unknown) => {
    if (typeof port === 'string') return [port];
    return Array.isArray(port) ? port.filter((id): id is string => typeof id === 'string') : [];
  });
}

export function textOf(entry: FlowEntry, key: string): string {
  const value = entry[key];
  return typeof value === 'string' ? value : '';
}

export function numberOf(entry: FlowEntry, key: string): number {
  const value = Number(entry[key]);
  return Number.isFinite(value) ? value : 0;
}

export function flowOf(entry: FlowEntry): NodeId {
  return textOf(entry, 'z');
}

const INSTANCE = 'subflow:';

/** The subflow that an entry is an instance of; undefined if it is none. */
export function definitionOf(entry: FlowEntry): NodeId | undefined {
  return entry.type.startsWith(INSTANCE) ? entry.type.slice(INSTANCE.length) : undefined;
}

/** The type of a subflow's instances. */
export function instanceOf(definition: NodeId): string {
  return INSTANCE + definition;
}

export function isDisabled(entry: FlowEntry): boolean {
  return entry['d'] === true || (entry.type === 'tab' && entry['disabled'] === true);
}

/** A copy with keys set, or left out where the value is undefined; other keys keep their order. */
export function withKeys(entry: FlowEntry, patch: Readonly<Record<string, unknown>>): FlowEntry {
  const next: Record<string, unknown> = { ...entry };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) Reflect.deleteProperty(next, key);
    else next[key] = value;
  }
  return next as unknown as FlowEntry;
}
