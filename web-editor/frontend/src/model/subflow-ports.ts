import {
  classOf,
  definitionOf,
  flowOf,
  numberOf,
  withKeys,
  wiresOf,
  type FlowEntry,
  type NodeId,
} from './flow-entry';

/**
 * What a subflow takes in and gives out. In files these are lists in its definition; in the editor
 * they are seen, wired and moved as nodes of their own, by ids that are never written.
 */
export type PortKind = 'in' | 'out' | 'status';

export interface PortRef {
  readonly definition: NodeId;
  readonly kind: PortKind;
  readonly index: number;
}

/** Where something comes from inside of a subflow: an output of a node, or its own input. */
export interface PortSource {
  readonly node: NodeId;
  readonly port: number;
}

const PORT_TYPE = 'subflow-port-';
const PORT_ID = /^(.+)#(in|out|status)(\d+)$/;

export function portId({ definition, kind, index }: PortRef): NodeId {
  return `${definition}#${kind}${String(index)}`;
}

/** What an id is the port of; undefined if it isn't one's. */
export function portOf(id: NodeId): PortRef | undefined {
  const [, definition, kind, index] = PORT_ID.exec(id) ?? [];
  if (definition === undefined || kind === undefined) return undefined;
  return { definition, kind: kind as PortKind, index: Number(index) };
}

export function portType(kind: PortKind): string {
  return PORT_TYPE + kind;
}

export function isPort(entry: FlowEntry): boolean {
  return entry.type.startsWith(PORT_TYPE);
}

type Stored = Readonly<Record<string, unknown>>;

/** The ports of a definition as its file has them. */
export function storedPorts(definition: FlowEntry, kind: PortKind): readonly Stored[] {
  const value = definition[kind];
  const list: unknown[] = kind === 'status' ? [value] : Array.isArray(value) ? value : [];
  return list.filter((port): port is Stored => typeof port === 'object' && port !== null);
}

/** A definition with other ports. */
export function withPorts(
  definition: FlowEntry,
  kind: PortKind,
  ports: readonly Stored[],
): FlowEntry {
  return withKeys(definition, { [kind]: kind === 'status' ? ports[0] : ports });
}

/** What a stored port is wired to: for inputs where they lead, for the others where they come from. */
export function endsOf(stored: Stored): readonly PortSource[] {
  const wires: unknown = stored['wires'];
  if (!Array.isArray(wires)) return [];
  return (wires as unknown[]).flatMap((wire) => {
    if (typeof wire !== 'object' || wire === null) return [];
    const { id, port } = wire as Stored;
    return typeof id === 'string' ? [{ node: id, port: Number(port ?? 0) }] : [];
  });
}

/** The ports of a definition as nodes on its flow. */
export function portsOf(definition: FlowEntry): FlowEntry[] {
  if (classOf(definition) !== 'subflow') return [];
  return (['in', 'out', 'status'] as const).flatMap((kind) =>
    storedPorts(definition, kind).map((stored, index) => {
      const ref = { definition: definition.id, kind, index };
      const entry = {
        id: portId(ref),
        type: portType(kind),
        z: definition.id,
        name: ownLabel(definition, ref),
        x: numberOf(stored as FlowEntry, 'x'),
        y: numberOf(stored as FlowEntry, 'y'),
      };
      if (kind !== 'in') return entry;
      const straight = targetsOf(definition, { node: definition.id, port: index });
      return { ...entry, wires: [[...endsOf(stored).map((end) => end.node), ...straight]] };
    }),
  );
}

/** The outputs of a definition that something inside of it leads to. */
export function targetsOf(definition: FlowEntry, from: PortSource): NodeId[] {
  return (['out', 'status'] as const).flatMap((kind) =>
    storedPorts(definition, kind).flatMap((stored, index) =>
      endsOf(stored).some((end) => end.node === from.node && end.port === from.port)
        ? [portId({ definition: definition.id, kind, index })]
        : [],
    ),
  );
}

/** The wires of a node inside of a subflow with those to the subflow's outputs. */
export function wiresWithin(
  entry: FlowEntry,
  definition: FlowEntry,
): readonly (readonly NodeId[])[] {
  const own = wiresOf(entry);
  if (isPort(entry)) return own;
  const ends = (['out', 'status'] as const)
    .flatMap((kind) => storedPorts(definition, kind).flatMap(endsOf))
    .filter((end) => end.node === entry.id);
  const outputs = Math.max(own.length, ...ends.map((end) => end.port + 1));
  return Array.from({ length: outputs }, (_, port) => [
    ...(own[port] ?? []),
    ...targetsOf(definition, { node: entry.id, port }),
  ]);
}

function ownLabel(definition: FlowEntry, { kind, index }: PortRef): string {
  const labels: unknown = definition[kind === 'in' ? 'inputLabels' : 'outputLabels'];
  const own: unknown = Array.isArray(labels) && kind !== 'status' ? labels[index] : undefined;
  if (typeof own === 'string' && own.trim() !== '') return own;
  return kind === 'out' ? `Output ${String(index + 1)}` : '';
}

/**
 * A flow and all subflows that have it inside of them, at any depth: an instance of one of these can't
 * stand on the flow, since it would be inside of itself.
 */
export function flowsAround(entries: Iterable<FlowEntry>, flow: NodeId): ReadonlySet<NodeId> {
  const usedOn = new Map<NodeId, NodeId[]>();
  for (const entry of entries) {
    const definition = definitionOf(entry);
    if (definition === undefined) continue;
    usedOn.set(definition, [...(usedOn.get(definition) ?? []), flowOf(entry)]);
  }
  const around = new Set<NodeId>();
  const open = [flow];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (around.has(id)) continue;
    around.add(id);
    open.push(...(usedOn.get(id) ?? []));
  }
  return around;
}
