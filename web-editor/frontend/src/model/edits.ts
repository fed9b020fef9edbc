import type { Change } from './change';
import { sameJson } from './equal';
import { applyTo, type FlowDocument } from './flow-document';
import {
  classOf,
  isEntry,
  wiresOf,
  withKeys,
  type FlowEntry,
  type NodeId,
  type Wires,
} from './flow-entry';
import {
  frameInFile,
  groupOf,
  groupsAround,
  isGroup,
  membersByGroup,
  type Entries,
} from './groups';
import { connectPort, detachFromPorts, disconnectPort, movePort, removePort } from './port-edits';
import { isPort, portOf, portsOf } from './subflow-ports';

/** Where nodes name others that they aren't wired to. */
const LISTS_OF_NODES = ['links', 'scope'];

/** Collects the changes of one edit, each made in the state which the ones before it left. */
export class Edits {
  readonly changes: Change[] = [];
  readonly #list: FlowEntry[];
  readonly #byId = new Map<NodeId, FlowEntry>();

  constructor(document: FlowDocument) {
    this.#list = [...document.list];
    for (const entry of document.entries()) this.#byId.set(entry.id, entry);
  }

  get(id: NodeId): FlowEntry | undefined {
    return this.#byId.get(id) ?? this.#port(id);
  }

  #port(id: NodeId): FlowEntry | undefined {
    const definition = this.#byId.get(portOf(id)?.definition ?? '');
    return definition === undefined
      ? undefined
      : portsOf(definition).find((port) => port.id === id);
  }

  entries(): Iterable<FlowEntry> {
    return this.#byId.values();
  }

  add(entry: FlowEntry): this {
    return this.#make({ kind: 'add', node: entry, at: this.#placeFor(entry) });
  }

  /** Adds an entry at a place of the list. */
  insert(entry: FlowEntry, at: number): this {
    return this.#make({ kind: 'add', node: entry, at });
  }

  /** Adds an entry, or puts it in the place of the one that has its id. */
  put(entry: FlowEntry): this {
    const before = this.#byId.get(entry.id);
    if (before === undefined) return this.add(entry);
    return sameJson(before, entry) ? this : this.#make({ kind: 'update', before, after: entry });
  }

  update(id: NodeId, patch: Readonly<Record<string, unknown>>): this {
    const port = portOf(id);
    if (port !== undefined) {
      movePort(this, port, patch);
      return this;
    }
    const before = this.get(id);
    if (before === undefined) return this;
    const after = withKeys(before, patch);
    return sameJson(before, after) ? this : this.#make({ kind: 'update', before, after });
  }

  /** Takes an entry away, and with it the wires, links and group memberships that name it. */
  remove(id: NodeId): this {
    const port = portOf(id);
    if (port !== undefined) {
      removePort(this, port);
      return this;
    }
    const entry = this.get(id);
    if (entry === undefined) return this;
    this.detach(id);
    detachFromPorts(this, entry);
    for (const other of [...this.#byId.values()]) {
      for (const key of LISTS_OF_NODES) {
        const list: unknown = other[key];
        if (Array.isArray(list) && list.includes(id)) {
          this.update(other.id, { [key]: list.filter((member) => member !== id) });
        }
      }
    }
    this.#leaveGroup(entry);
    const node = this.get(id) ?? entry;
    return this.#make({ kind: 'remove', node, at: this.#list.lastIndexOf(node) });
  }

  /** Takes away all wires that lead to a node. */
  detach(id: NodeId): this {
    for (const other of [...this.#byId.values()]) {
      const wires = wiresOf(other);
      if (wires.some((port) => port.includes(id))) {
        this.update(other.id, { wires: wires.map((port) => port.filter((t) => t !== id)) });
      }
    }
    return this;
  }

  /** As `remove`, and what was wired to it is wired on to what it was wired to. */
  removeAndHeal(id: NodeId, document: FlowDocument): this {
    const entry = this.get(id);
    if (entry === undefined) return this;
    const targets = [...new Set(document.wiresFrom(entry).flat())].filter((t) => t !== id);
    for (const { node, port } of document.sourcesOf(id)) {
      if (node === id) continue;
      for (const target of targets) this.connect(node, port, target);
    }
    return this.remove(id);
  }

  connect(source: NodeId, port: number, target: NodeId): this {
    const entry = this.get(source);
    if (entry === undefined) return this;
    if (isPort(entry) || portOf(target) !== undefined) {
      connectPort(this, source, port, target);
      return this;
    }
    const wires = padded(wiresOf(entry), port + 1);
    if (wires[port]?.includes(target) === true) return this;
    return this.update(source, {
      wires: wires.map((targets, i) => (i === port ? [...targets, target] : targets)),
    });
  }

  disconnect(source: NodeId, port: number, target: NodeId): this {
    const entry = this.get(source);
    if (entry === undefined) return this;
    if (isPort(entry) || portOf(target) !== undefined) {
      disconnectPort(this, source, port, target);
      return this;
    }
    return this.update(source, {
      wires: wiresOf(entry).map((targets, i) =>
        i === port ? targets.filter((t) => t !== target) : targets,
      ),
    });
  }

  /** Puts an entry into a group, and out of the one it was in; into none if that is undefined. */
  join(id: NodeId, group: NodeId | undefined): this {
    const entry = this.#byId.get(id);
    if (entry === undefined || groupOf(this, entry)?.id === group) return this;
    this.#leaveGroup(entry);
    this.update(id, { g: group });
    const joined = group === undefined ? undefined : this.get(group);
    if (joined === undefined) return this;
    const members: unknown[] = Array.isArray(joined['nodes']) ? joined['nodes'] : [];
    return this.update(joined.id, { nodes: [...members, id] });
  }

  #leaveGroup(entry: FlowEntry): void {
    const group = groupOf(this, entry);
    if (group === undefined || !Array.isArray(group['nodes'])) return;
    this.update(group.id, { nodes: group['nodes'].filter((member) => member !== entry.id) });
  }

  /**
   * Gives the groups around whatever has changed the frames that they have in files.
   *
   * @param before the document that the edit began with
   */
  fitGroups(before: Entries, label: (entry: FlowEntry) => string): this {
    const touched = new Set<NodeId>();
    for (const change of this.changes) {
      if (change.kind === 'reorder') continue;
      const { id } = change.kind === 'update' ? change.after : change.node;
      for (const { id: around } of [...groupsAround(before, id), ...groupsAround(this, id)]) {
        touched.add(around);
      }
      if (isGroup(this.get(id))) touched.add(id);
    }
    if (touched.size === 0) return this;
    // The inner ones first: their frames count for the outer ones'.
    const depth = (id: NodeId): number => groupsAround(this, id).length;
    for (const id of [...touched].sort((a, b) => depth(b) - depth(a))) {
      const group = this.get(id);
      if (group === undefined) continue;
      const members = membersByGroup(this).get(id) ?? [];
      this.update(id, { ...frameInFile(group, members, label) });
    }
    return this;
  }

  reorder(id: NodeId, to: number): this {
    const from = this.#list.findIndex((e) => e.id === id);
    return from < 0 || from === to ? this : this.#make({ kind: 'reorder', id, from, to });
  }

  indexOf(id: NodeId): number {
    return this.#list.findIndex((e) => e.id === id);
  }

  #make(change: Change): this {
    applyTo(this.#list, change);
    if (change.kind === 'add') this.#byId.set(change.node.id, change.node);
    if (change.kind === 'remove') this.#byId.delete(change.node.id);
    if (change.kind === 'update') this.#byId.set(change.after.id, change.after);
    this.changes.push(change);
    return this;
  }

  /** Tabs stand together at the front of the file, as other editors write it. */
  #placeFor(entry: FlowEntry): number {
    if (classOf(entry) !== 'tab') return this.#list.length;
    return this.#list.findLastIndex((e) => isEntry(e) && classOf(e) === 'tab') + 1;
  }
}

function padded(wires: Wires, length: number): Wires {
  return wires.length >= length
    ? wires
    : [...wires, ...Array.from({ length: length - wires.length }, () => [])];
}
