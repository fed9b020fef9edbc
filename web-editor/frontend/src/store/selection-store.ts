import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeId } from '../model/flow-entry';

export interface WireRef {
  readonly source: NodeId;
  readonly port: number;
  readonly target: NodeId;
}

export interface SelectionState {
  /** The flow on the canvas; empty before the first is there. */
  readonly flow: NodeId;
  readonly nodes: ReadonlySet<NodeId>;
  readonly wires: readonly WireRef[];
  /** Where the keyboard is on the canvas. */
  readonly focus: NodeId | undefined;
  /** The flows through which one came into a subflow, the outermost first. */
  readonly trail: readonly NodeId[];
  /** Config nodes opened from a form, the innermost last. */
  readonly pages: readonly NodeId[];
}

export class SelectionStore {
  readonly store: StoreApi<SelectionState> = createStore(() => ({
    flow: '',
    nodes: new Set<NodeId>(),
    wires: [],
    focus: undefined,
    trail: [],
    pages: [],
  }));

  get state(): SelectionState {
    return this.store.getState();
  }

  get isEmpty(): boolean {
    const { nodes, wires, pages } = this.state;
    return nodes.size === 0 && wires.length === 0 && pages.length === 0;
  }

  current(): readonly NodeId[] {
    return [...this.state.nodes];
  }

  select(ids: readonly NodeId[]): void {
    this.store.setState({
      nodes: new Set(ids),
      wires: [],
      pages: [],
      ...(ids.length > 0 ? { focus: ids[0] } : {}),
    });
  }

  toggle(id: NodeId): void {
    const nodes = new Set(this.state.nodes);
    if (!nodes.delete(id)) nodes.add(id);
    this.store.setState({ nodes, wires: [], focus: id, pages: [] });
  }

  selectWire(wire: WireRef, extend: boolean): void {
    const others = extend ? this.state.wires.filter((w) => !sameWire(w, wire)) : [];
    this.store.setState({
      wires: [...others, wire],
      pages: [],
      ...(extend ? {} : { nodes: new Set() }),
    });
  }

  clear(): void {
    this.store.setState({ nodes: new Set(), wires: [], pages: [] });
  }

  focus(id: NodeId | undefined): void {
    this.store.setState({ focus: id });
  }

  openFlow(flow: NodeId): void {
    if (flow === this.state.flow) return;
    this.#open(flow, []);
  }

  /** Opens what a node of this flow is an instance of. */
  enter(subflow: NodeId): void {
    const { flow, trail } = this.state;
    if (subflow !== flow) this.#open(subflow, [...trail, flow]);
  }

  /** Goes back to the flow from which the subflow was opened; answers whether there was one. */
  leave(): boolean {
    const { trail } = this.state;
    const outer = trail.at(-1);
    if (outer === undefined) return false;
    this.#open(outer, trail.slice(0, -1));
    return true;
  }

  #open(flow: NodeId, trail: readonly NodeId[]): void {
    this.store.setState({
      flow,
      trail,
      nodes: new Set(),
      wires: [],
      focus: undefined,
      pages: [],
    });
  }

  openPage(id: NodeId): void {
    this.store.setState({ pages: [...this.state.pages.filter((p) => p !== id), id] });
  }

  /** Shows a config node alone, as from the list of config nodes. */
  showConfig(id: NodeId): void {
    this.store.setState({ nodes: new Set(), wires: [], pages: [id] });
  }

  closePage(): void {
    this.store.setState({ pages: this.state.pages.slice(0, -1) });
  }
}

export function sameWire(a: WireRef, b: WireRef): boolean {
  return a.source === b.source && a.port === b.port && a.target === b.target;
}
