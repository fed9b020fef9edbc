import type { Change } from './change';
import { classOf, flowOf, isEntry, wiresOf, type FlowEntry, type NodeId } from './flow-entry';

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

  private constructor(readonly list: readonly FlowEntry[]) {
    for (const entry of list) if (isEntry(entry)) this.#byId.set(entry.id, entry);
  }

  static of(entries: readonly unknown[]): FlowDocument {
    return new FlowDocument(entries as readonly FlowEntry[]);
  }

  get(id: NodeId): FlowEntry | undefined {
    return this.#byId.get(id);
  }

  has(id: NodeId): boolean {
    return this.#byId.has(id);
  }

  entries(): IterableIterator<FlowEntry> {
    return this.#byId.values();
  }

  /** Tabs, then subflow definitions, as in the tab bar. */
  flows(): FlowEntry[] {
    const all = [...this.entries()];
    return [
      ...all.filter((e) => classOf(e) === 'tab'),
      ...all.filter((e) => classOf(e) === 'subflow'),
    ];
  }

  tabs(): FlowEntry[] {
    return [...this.entries()].filter((e) => classOf(e) === 'tab');
  }

  configNodes(type?: string): FlowEntry[] {
    return [...this.entries()].filter(
      (e) => classOf(e) === 'config' && (type === undefined || e.type === type),
    );
  }

  /** Nodes and groups drawn on a flow. */
  inFlow(flow: NodeId): readonly FlowEntry[] {
    if (this.#byFlow === undefined) {
      this.#byFlow = new Map();
      for (const entry of this.entries()) {
        const kind = classOf(entry);
        if (kind !== 'node' && kind !== 'group') continue;
        const list = this.#byFlow.get(flowOf(entry));
        if (list === undefined) this.#byFlow.set(flowOf(entry), [entry]);
        else list.push(entry);
      }
    }
    return this.#byFlow.get(flow) ?? [];
  }

  nodesIn(flow: NodeId): FlowEntry[] {
    return this.inFlow(flow).filter((e) => classOf(e) === 'node');
  }

  /** The outputs that are wired to a node. */
  sourcesOf(id: NodeId): readonly WireEnd[] {
    if (this.#sources === undefined) {
      this.#sources = new Map();
      for (const entry of this.entries()) {
        wiresOf(entry).forEach((targets, port) => {
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
