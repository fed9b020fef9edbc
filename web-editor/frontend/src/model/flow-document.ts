import type { Change } from './change';
import {
  classOf,
  flowOf,
  isEntry,
  isPlaced,
  wiresOf,
  type FlowEntry,
  type NodeId,
  type Wires,
} from './flow-entry';
import { portOf, portsOf, wiresWithin } from './subflow-ports';

export interface WireEnd {
  readonly node: NodeId;
  readonly port: number;
}

/**
 * All entries of a flow file in their order. Never changes; `apply` gives the next one. Elements
 * which are no entries, and entries whose id comes again later, stay in the list untouched but
 * can't be looked up, as in the engine.
 */
export class FlowDocument {
  static readonly EMPTY = new FlowDocument([]);

  readonly #byId = new Map<NodeId, FlowEntry>();
  #byFlow: Map<NodeId, FlowEntry[]> | undefined;
  #sources: Map<NodeId, WireEnd[]> | undefined;
  readonly #ports = new Map<NodeId, readonly FlowEntry[]>();

  private constructor(readonly list: readonly FlowEntry[]) {
    for (const entry of list) if (isEntry(entry)) this.#byId.set(entry.id, entry);
  }

  static of(entries: readonly unknown[]): FlowDocument {
    return new FlowDocument(entries as readonly FlowEntry[]);
  }

  /** An entry; also a port of a subflow, which is seen as a node. */
  get(id: NodeId): FlowEntry | undefined {
    const entry = this.#byId.get(id);
    if (entry !== undefined) return entry;
    const port = portOf(id);
    return port === undefined
      ? undefined
      : this.#portsIn(port.definition).find((candidate) => candidate.id === id);
  }

  #portsIn(definition: NodeId): readonly FlowEntry[] {
    const known = this.#ports.get(definition);
    if (known !== undefined) return known;
    const entry = this.#byId.get(definition);
    const ports = entry === undefined ? [] : portsOf(entry);
    this.#ports.set(definition, ports);
    return ports;
  }

  has(id: NodeId): boolean {
    return this.#byId.has(id);
  }

  entries(): IterableIterator<FlowEntry> {
    return this.#byId.values();
  }

  /** Tabs, then subflow definitions, as in the tab bar. */
  flows(): FlowEntry[] {
    return [...this.tabs(), ...this.#definitions()];
  }

  #definitions(): FlowEntry[] {
    return [...this.entries()].filter((e) => classOf(e) === 'subflow');
  }

  tabs(): FlowEntry[] {
    return [...this.entries()].filter((e) => classOf(e) === 'tab');
  }

  configNodes(type?: string): FlowEntry[] {
    return [...this.entries()].filter(
      (e) => classOf(e) === 'config' && (type === undefined || e.type === type),
    );
  }

  /** Nodes and groups drawn on a flow; in that of a subflow its ports, too. */
  inFlow(flow: NodeId): readonly FlowEntry[] {
    if (this.#byFlow === undefined) {
      this.#byFlow = new Map();
      for (const entry of this.entries()) {
        if (!isPlaced(entry)) continue;
        const list = this.#byFlow.get(flowOf(entry));
        if (list === undefined) this.#byFlow.set(flowOf(entry), [entry]);
        else list.push(entry);
      }
      for (const { id } of this.#definitions()) {
        this.#byFlow.set(id, [...(this.#byFlow.get(id) ?? []), ...this.#portsIn(id)]);
      }
    }
    return this.#byFlow.get(flow) ?? [];
  }

  nodesIn(flow: NodeId): FlowEntry[] {
    return this.inFlow(flow).filter((e) => classOf(e) === 'node');
  }

  /** Where the outputs of a node lead, inside of a subflow also to what that gives out. */
  wiresFrom(entry: FlowEntry): Wires {
    const home = this.#byId.get(flowOf(entry));
    return home === undefined || classOf(home) !== 'subflow'
      ? wiresOf(entry)
      : wiresWithin(entry, home);
  }

  /** The outputs that are wired to a node. */
  sourcesOf(id: NodeId): readonly WireEnd[] {
    if (this.#sources === undefined) {
      this.#sources = new Map();
      const inputs = this.#definitions().flatMap(({ id }) =>
        this.#portsIn(id).filter((port) => Array.isArray(port['wires'])),
      );
      for (const entry of [...this.entries(), ...inputs]) {
        this.wiresFrom(entry).forEach((targets, port) => {
          for (const target of targets) {
            const list = this.#sources?.get(target);
            const end = { node: entry.id, port };
            if (list === undefined) this.#sources?.set(target, [end]);
            else list.push(end);
          }
        });
      }
    }
    return this.#sources.get(id) ?? [];
  }

  /** Entries with a property that is this id: who uses a config node. */
  usersOf(id: NodeId): FlowEntry[] {
    return [...this.entries()].filter((entry) =>
      Object.entries(entry).some(
        ([key, value]) => value === id && key !== 'id' && key !== 'z' && key !== 'g',
      ),
    );
  }

  apply(changes: readonly Change[]): FlowDocument {
    if (changes.length === 0) return this;
    const list = [...this.list];
    for (const change of changes) applyTo(list, change);
    return new FlowDocument(list);
  }

  write(): string {
    return JSON.stringify(this.list);
  }
}

/** Applies to a list in place; the list must be in the state in which the change was made. */
export function applyTo(list: FlowEntry[], change: Change): void {
  switch (change.kind) {
    case 'add':
      list.splice(change.at, 0, change.node);
      return;
    case 'remove':
      list.splice(placeOf(list, change.node, change.at), 1);
      return;
    case 'update': {
      const at = placeOf(list, change.before, -1);
      if (at >= 0) list[at] = change.after;
      return;
    }
    case 'reorder': {
      const [moved] = list.splice(change.from, 1);
      if (moved !== undefined) list.splice(change.to, 0, moved);
    }
  }
}

function placeOf(list: readonly FlowEntry[], entry: FlowEntry, hint: number): number {
  if (list[hint]?.id === entry.id) return hint;
  const exact = list.lastIndexOf(entry);
  return exact >= 0 ? exact : list.findLastIndex((e) => isEntry(e) && e.id === entry.id);
}
