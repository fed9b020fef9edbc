import type { Edits } from './edits';
import { flowOf, instanceOf, wiresOf, type FlowEntry, type NodeId } from './flow-entry';
import {
  endsOf,
  portOf,
  storedPorts,
  withPorts,
  type PortKind,
  type PortRef,
  type PortSource,
} from './subflow-ports';

/** A place on a flow, in file units. */
interface At {
  readonly x: number;
  readonly y: number;
}

type Stored = Readonly<Record<string, unknown>>;

// Changes to the ports of a subflow: to its definition and, where they count, to its instances.

/** Adds an input, an output or the status output, if there can be one more. */
export function addPort(edits: Edits, definition: NodeId, kind: PortKind, at: At): boolean {
  const entry = edits.get(definition);
  if (entry === undefined) return false;
  const ports = storedPorts(entry, kind);
  if (kind !== 'out' && ports.length > 0) return false;
  replace(edits, entry, kind, [...ports, { x: at.x, y: at.y, wires: [] }]);
  if (kind === 'out') {
    for (const instance of instancesOf(edits, definition)) {
      const wires = wiresOf(instance);
      const padding = Array.from({ length: ports.length + 1 - wires.length }, () => []);
      edits.update(instance.id, { wires: [...wires, ...padding] });
    }
  }
  return true;
}

/** Takes a port away, with the wires that instances have at it. */
export function removePort(edits: Edits, { definition, kind, index }: PortRef): void {
  const entry = edits.get(definition);
  if (entry === undefined) return;
  replace(
    edits,
    entry,
    kind,
    storedPorts(entry, kind).filter((_, i) => i !== index),
  );
  if (kind === 'status') return;
  const labels = kind === 'in' ? 'inputLabels' : 'outputLabels';
  const own: unknown = entry[labels];
  if (Array.isArray(own)) {
    edits.update(definition, { [labels]: own.filter((_, i) => i !== index) });
  }
  for (const instance of instancesOf(edits, definition)) {
    if (kind === 'out') {
      edits.update(instance.id, { wires: wiresOf(instance).filter((_, i) => i !== index) });
    } else {
      edits.detach(instance.id);
      detachFromPorts(edits, instance, ['in']);
    }
  }
}

/** Of a port only the place can be set. */
export function movePort(edits: Edits, ref: PortRef, { x, y }: Stored): void {
  change(edits, ref, (stored) => ({ ...stored, x: x ?? stored['x'], y: y ?? stored['y'] }));
}

/** Wires inside of a subflow of which at least one end is a port. */
export function connectPort(edits: Edits, source: NodeId, port: number, target: NodeId): void {
  const to = portOf(target);
  const from = portOf(source);
  if (to !== undefined) {
    const end: PortSource =
      from === undefined ? { node: source, port } : { node: from.definition, port: from.index };
    change(edits, to, (stored) =>
      endsOf(stored).some((other) => same(other, end))
        ? stored
        : { ...stored, wires: [...listOf(stored), { id: end.node, port: end.port }] },
    );
  } else if (from !== undefined) {
    change(edits, from, (stored) =>
      endsOf(stored).some((end) => end.node === target)
        ? stored
        : { ...stored, wires: [...listOf(stored), { id: target }] },
    );
  }
}

export function disconnectPort(edits: Edits, source: NodeId, port: number, target: NodeId): void {
  const to = portOf(target);
  const from = portOf(source);
  if (to !== undefined) {
    const end: PortSource =
      from === undefined ? { node: source, port } : { node: from.definition, port: from.index };
    withoutEnds(edits, to, (other) => same(other, end));
  } else if (from !== undefined) {
    withoutEnds(edits, from, (end) => end.node === target);
  }
}

/** The ports of the subflow around a node lead to it and come from it no longer, or some of them. */
export function detachFromPorts(
  edits: Edits,
  node: FlowEntry,
  kinds: readonly PortKind[] = ['in', 'out', 'status'],
): void {
  const definition = flowOf(node);
  for (const kind of kinds) {
    const entry = edits.get(definition);
    if (entry === undefined) return;
    storedPorts(entry, kind).forEach((_, index) => {
      withoutEnds(edits, { definition, kind, index }, (end) => end.node === node.id);
    });
  }
}

function withoutEnds(edits: Edits, ref: PortRef, isMeant: (end: PortSource) => boolean): void {
  change(edits, ref, (stored) => {
    const list = listOf(stored);
    const kept = list.filter((wire) => !endsOf({ wires: [wire] }).some(isMeant));
    return kept.length === list.length ? stored : { ...stored, wires: kept };
  });
}

function change(
  edits: Edits,
  { definition, kind, index }: PortRef,
  next: (stored: Stored) => Stored,
): void {
  const entry = edits.get(definition);
  if (entry === undefined) return;
  replace(
    edits,
    entry,
    kind,
    storedPorts(entry, kind).map((stored, i) => (i === index ? next(stored) : stored)),
  );
}

function replace(edits: Edits, entry: FlowEntry, kind: PortKind, ports: readonly Stored[]): void {
  const next = withPorts(entry, kind, ports);
  edits.update(entry.id, { [kind]: next[kind] });
}

function listOf(stored: Stored): readonly unknown[] {
  return Array.isArray(stored['wires']) ? stored['wires'] : [];
}

function same(a: PortSource, b: PortSource): boolean {
  return a.node === b.node && a.port === b.port;
}

function instancesOf(edits: Edits, definition: NodeId): FlowEntry[] {
  return [...edits.entries()].filter((entry) => entry.type === instanceOf(definition));
}
