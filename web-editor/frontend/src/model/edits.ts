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
    return this.#byId.get(id);
  }

  add(entry: FlowEntry): this {
    return this.#make({ kind: 'add', node: entry, at: this.#placeFor(entry) });
  }

  update(id: NodeId, patch: Readonly<Record<string, unknown>>): this {
    const before = this.get(id);
    if (before === undefined) return this;
    const after = withKeys(before, patch);
    return sameJson(before, after) ? this : this.#make({ kind: 'update', before, after });
  }

  /** Takes an entry away, and with it the wires, links and group memberships that name it. */
  remove(id: NodeId): this {
    const entry = this.get(id);
    if (entry === undefined) return this;
    for (const other of [...this.#byId.values()]) {
      const wires = wiresOf(other);
      if (wires.some((port) => port.includes(id))) {
        this.update(other.id, { wires: wires.map((port) => port.filter((t) => t !== id)) });
      }
      for (const key of LISTS_OF_NODES) {
        const list: unknown = other[key];
        if (Array.isArray(list) && list.includes(id)) {
          this.update(other.id, { [key]: list.filter((member) => member !== id) });
        }
      }
    }
    const group = typeof entry['g'] === 'string' ? this.get(entry['g']) : undefined;
    if (group !== undefined && Array.isArray(group['nodes'])) {
      this.update(group.id, { nodes: group['nodes'].filter((member) => member !== id) });
    }
    const node = this.get(id) ?? entry;
    return this.#make({ kind: 'remove', node, at: this.#list.lastIndexOf(node) });
  }

  /** As `remove`, and what was wired to it is wired on to what it was wired to. */
  removeAndHeal(id: NodeId, document: FlowDocument): this {
    const entry = this.get(id);
    if (entry === undefined) return this;
    const targets = [...new Set(wiresOf(entry).flat())].filter((t) => t !== id);
    for (const { node, port } of document.sourcesOf(id)) {
      if (node === id) continue;
      for (const target of targets) this.connect(node, port, target);
    }
    return this.remove(id);
  }

  connect(source: NodeId, port: number, target: NodeId): this {
    const entry = this.get(source);
    if (entry === undefined) return this;
    const wires = padded(wiresOf(entry), port + 1);
    if (wires[port]?.includes(target) === true) return this;
    return this.update(source, {
      wires: wires.map((targets, i) => (i === port ? [...targets, target] : targets)),
    });
  }

  disconnect(source: NodeId, port: number, target: NodeId): this {
    const entry = this.get(source);
    if (entry === undefined) return this;
    return this.update(source, {
      wires: wiresOf(entry).map((targets, i) =>
        i === port ? targets.filter((t) => t !== target) : targets,
      ),
    });
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
