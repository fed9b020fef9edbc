import { t, type MessageKey } from '../i18n/t';
import type { Change } from '../model/change';
import { adopted, exported } from '../model/clipboard-format';
import { readFlowText } from '../model/flow-text';
import { Edits } from '../model/edits';
import type { FlowDocument } from '../model/flow-document';
import {
  classOf,
  definitionOf,
  flowOf,
  isDisabled,
  isPlaced,
  numberOf,
  textOf,
  wiresOf,
  withKeys,
  type FlowEntry,
  type NodeId,
} from '../model/flow-entry';
import { groupOf, nodesAmong, wholes, withMembers } from '../model/groups';
import { setLinks } from '../model/links';
import { newConfigNode, newNode, newTab } from '../model/new-node';
import { inputsOf, labelOf, outputsOf } from '../model/node-types';
import { flowsAround, isPort, portOf } from '../model/subflow-ports';
import type { NodeType, PropertyOf } from '../model/node-type';
import type { EditName } from './document-store';
import type { Edit } from './edit';
import type { Editor } from './editor';
import { flushPendingEdits } from './pending-edits';
import { Grouping } from './grouping';
import { Importing, type ImportChoice } from './importing';
import { freePlace, NEXT_X, snapped, type At } from './placement';
import { Replacing } from './replacing';
import { Reverting } from './reverting';
import type { WireRef } from './selection-store';
import { Subflows } from './subflows';

export interface NewNode {
  readonly type: NodeType;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly at: At;
  /** Take `at` as it is, even if something stands there. */
  readonly exact?: boolean;
  readonly from?: { readonly node: NodeId; readonly port: number; readonly output: boolean };
  readonly onWire?: WireRef;
  /** The group to stand in, null for none; if absent, that of the node or wire it is added to. */
  readonly group?: NodeId | null;
}

const AS_COPY: ImportChoice = { known: 'copy', onto: 'flow', ownBroker: new Set() };

/** The edits that users make, each one entry of the history. */
export class Editing {
  readonly groups: Grouping;
  readonly subflows: Subflows;
  readonly importing: Importing;
  readonly reverting: Reverting;
  readonly replacing: Replacing;

  constructor(private readonly editor: Editor) {
    const edit: Edit = (key, values, edits, select) => this.#edit(key, values, edits, select);
    this.groups = new Grouping(editor, edit);
    this.subflows = new Subflows(editor, edit, (id) => this.label(id));
    this.importing = new Importing(editor, edit);
    this.reverting = new Reverting(editor, edit);
    this.replacing = new Replacing(editor, edit);
  }

  get #document(): FlowDocument {
    return this.editor.documents.document;
  }

  get #flow(): NodeId {
    return this.editor.selection.state.flow;
  }

  typeOf(entry: FlowEntry): NodeType | undefined {
    return this.editor.types.getState().types.get(entry.type, this.#document);
  }

  label(id: NodeId): string {
    const entry = this.#document.get(id);
    return entry === undefined ? id : labelOf(entry, this.typeOf(entry));
  }

  isLocked(): boolean {
    return this.#document.get(this.#flow)?.['locked'] === true;
  }

  addNode(wanted: NewNode): NodeId | undefined {
    if (this.#flow === '' || this.isLocked()) return undefined;
    const document = this.#document;
    const definition = definitionOf({ id: '', type: wanted.type.type });
    if (definition !== undefined && flowsAround(document.entries(), this.#flow).has(definition)) {
      this.editor.view.announce(t('subflow.inItself'), true);
      return undefined;
    }
    const at =
      wanted.exact === true ? snapped(wanted.at) : freePlace(document, this.#flow, wanted.at);
    const edits = new Edits(document);
    const references = this.#references(wanted.type, edits);
    const node = newNode(wanted.type, { flow: this.#flow, ...at }, document, {
      ...references,
      ...wanted.values,
    });
    edits.add(node);
    const hasInput = inputsOf(node, wanted.type) > 0;
    const hasOutput = outputsOf(node, wanted.type) > 0;
    if (wanted.onWire !== undefined && hasInput && hasOutput) {
      splice(edits, wanted.onWire, node.id);
    } else if (wanted.from !== undefined) {
      if (wanted.from.output && hasInput)
        edits.connect(wanted.from.node, wanted.from.port, node.id);
      if (!wanted.from.output && hasOutput) edits.connect(node.id, 0, wanted.from.node);
    }
    const group = wanted.group === undefined ? this.#groupBeside(wanted) : wanted.group;
    edits.join(node.id, group ?? undefined);
    this.#edit('edit.add', { name: labelOf(node, wanted.type) }, edits, [node.id]);
    this.editor.view.announce(this.#says('say.added', labelOf(node, wanted.type)));
    return node.id;
  }

  /** The group of what a new node is added to; of both ends, if it goes into a wire. */
  #groupBeside({ from, onWire }: Pick<NewNode, 'from' | 'onWire'>): NodeId | undefined {
    const document = this.#document;
    const groupOfNode = (id: NodeId): NodeId | undefined => groupOf(document, document.get(id))?.id;
    if (onWire !== undefined) {
      const group = groupOfNode(onWire.source);
      return group === groupOfNode(onWire.target) ? group : undefined;
    }
    return from === undefined ? undefined : groupOfNode(from.node);
  }

  /** Where the next step after a node goes. */
  placeAfter(id: NodeId): At {
    const node = this.#document.get(id);
    if (node === undefined) return { x: 0, y: 0 };
    const targets = this.#document.wiresFrom(node).flat().length;
    return { x: numberOf(node, 'x') + NEXT_X, y: numberOf(node, 'y') + (targets > 0 ? 60 : 0) };
  }

  /**
   * References of a new node to config nodes: the one that exists, and for the broker of this engine
   * one is made, so that a first flow needs no settings.
   */
  #references(type: NodeType, edits: Edits): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const property of type.properties) {
      if (property.kind !== 'config') continue;
      const isRequired = property.rules?.some((r) => r.rule === 'required') === true;
      const existing = this.#document.configNodes(property.configType);
      if (existing[0] !== undefined) {
        if (isRequired) values[property.key] = existing.at(-1)?.id;
      } else if (property.configType === 'mqtt-broker') {
        const configType = this.editor.types.getState().types.get('mqtt-broker');
        if (configType === undefined) continue;
        const broker = this.builtInBroker(configType);
        edits.add(broker);
        values[property.key] = broker.id;
      }
    }
    return values;
  }

  builtInBroker(type: NodeType): FlowEntry {
    return newConfigNode(type, {
      name: this.#says('config.builtIn', ''),
      broker: 'localhost',
      port: this.editor.engine.mqttPort(),
    });
  }

  removeSelected(heal: boolean): void {
    const { nodes, wires } = this.editor.selection.state;
    if (this.isLocked()) return;
    const edits = new Edits(this.#document);
    for (const wire of wires) edits.disconnect(wire.source, wire.port, wire.target);
    // A group goes with the last of its nodes.
    for (const id of inOrderOfRemoval(withMembers(edits, wholes(edits, nodes, 1)))) {
      // Healing needs the wires as earlier removals left them.
      if (heal) edits.removeAndHeal(id, this.#document.apply(edits.changes));
      else edits.remove(id);
    }
    if (edits.changes.length === 0) return;
    const only = nodes.size === 1 ? this.label([...nodes][0] ?? '') : undefined;
    if (nodes.size === 0) this.#edit('edit.removeWires', { n: wires.length }, edits, []);
    else if (only !== undefined) this.#edit('edit.removeOne', { name: only }, edits, []);
    else this.#edit('edit.remove', { n: nodes.size }, edits, []);
    this.editor.view.announce(
      nodes.size === 0
        ? this.#says('say.disconnected', '')
        : this.#says('say.removed', only ?? String(nodes.size)),
    );
  }

  /**
   * Moves entries, and with groups what is in them.
   *
   * @param visit moves of one visit are one edit
   * @param into the group that they stand in afterwards; null for none. Without it they stay where
   *   they are.
   */
  move(
    ids: Iterable<NodeId>,
    dx: number,
    dy: number,
    { visit, into }: { readonly visit?: string; readonly into?: NodeId | null } = {},
  ): void {
    if (this.isLocked() || (dx === 0 && dy === 0)) return;
    const edits = new Edits(this.#document);
    const moved = wholes(edits, ids);
    for (const id of withMembers(edits, moved)) {
      const entry = edits.get(id);
      if (entry === undefined) continue;
      edits.update(id, { x: numberOf(entry, 'x') + dx, y: numberOf(entry, 'y') + dy });
    }
    if (into !== undefined) for (const id of moved) edits.join(id, into ?? undefined);
    const n = nodesAmong(edits, moved).length;
    this.editor.documents.edit({ key: 'edit.move', values: { n } }, this.#fitted(edits), {
      ...(visit === undefined ? {} : { visit }),
    });
  }

  /** Moves one node and puts it into a wire, as one step. */
  moveAndSplice(id: NodeId, dx: number, dy: number, wire: WireRef): void {
    const edits = new Edits(this.#document);
    const entry = edits.get(id);
    if (entry === undefined || this.isLocked()) return;
    edits.update(id, { x: numberOf(entry, 'x') + dx, y: numberOf(entry, 'y') + dy });
    splice(edits, wire, id);
    edits.join(id, this.#groupBeside({ onWire: wire }));
    this.#edit('edit.splice', { name: this.label(id) }, edits);
  }

  canConnect(source: NodeId, target: NodeId): boolean {
    const from = this.#document.get(source);
    const to = this.#document.get(target);
    return (
      from !== undefined &&
      to !== undefined &&
      source !== target &&
      flowOf(from) === flowOf(to) &&
      outputsOf(from, this.typeOf(from)) > 0 &&
      inputsOf(to, this.typeOf(to)) > 0
    );
  }

  connect(source: NodeId, port: number, target: NodeId): boolean {
    if (this.isLocked() || !this.canConnect(source, target)) return false;
    const edits = new Edits(this.#document).connect(source, port, target);
    if (edits.changes.length === 0) return false;
    const names = { from: this.label(source), to: this.label(target) };
    this.#edit('edit.connect', names, edits);
    this.editor.view.announce(t('say.connected', { ...names, port: port + 1 }));
    return true;
  }

  disconnect(wire: WireRef): void {
    if (this.isLocked()) return;
    const edits = new Edits(this.#document).disconnect(wire.source, wire.port, wire.target);
    this.#edit('edit.removeWires', { n: 1 }, edits);
    this.editor.view.announce(this.#says('say.disconnected', ''));
  }

  toggleEnabled(ids: readonly NodeId[]): void {
    const entries = nodesAmong(this.#document, ids)
      .flatMap((id) => this.#document.get(id) ?? [])
      .filter((entry) => !isPort(entry));
    const disable = entries.some((e) => !isDisabled(e));
    const edits = new Edits(this.#document);
    for (const { id } of entries) edits.update(id, { d: disable ? true : undefined });
    this.#edit(disable ? 'edit.disable' : 'edit.enable', { n: entries.length }, edits);
  }

  /** Sets values of an entry; the number of outputs takes surplus wires with it. */
  update(id: NodeId, patch: Readonly<Record<string, unknown>>, what: string, visit?: string): void {
    const entry = this.#document.get(id);
    if (entry === undefined) return;
    const edits = new Edits(this.#document).update(id, this.#withWires(entry, patch));
    this.editor.documents.edit(
      { key: 'edit.set', values: { name: this.label(id), what } },
      edits.changes,
      visit === undefined ? {} : { visit },
    );
  }

  /** Links a node to others, at both ends of each link. */
  setLinks(id: NodeId, property: PropertyOf<'links'>, ids: readonly NodeId[], what: string): void {
    const entry = this.#document.get(id);
    if (entry === undefined) return;
    const edits = setLinks(this.#document, entry, property, ids, (node) => this.typeOf(node));
    this.#edit('edit.set', { name: this.label(id), what }, edits);
  }

  #withWires(
    entry: FlowEntry,
    patch: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> {
    if (classOf(entry) !== 'node' || 'wires' in patch) return patch;
    const type = this.typeOf(entry);
    if (typeof type?.outputs !== 'object' || !(type.outputs.property in patch)) return patch;
    const wires = wiresOf(entry);
    const outputs = outputsOf(withKeys(entry, patch), type);
    return { ...patch, wires: Array.from({ length: outputs }, (_, i) => wires[i] ?? []) };
  }

  duplicate(): void {
    const ids = wholes(this.#document, this.editor.selection.state.nodes);
    const copies = adopted(exported(this.#document, ids), this.#document, this.#flow, undefined);
    const edits = new Edits(this.#document);
    const isHere = (entry: FlowEntry): boolean => isPlaced(entry) && flowOf(entry) === this.#flow;
    for (const entry of copies) {
      edits.add(
        isHere(entry)
          ? withKeys(entry, { x: numberOf(entry, 'x') + 20, y: numberOf(entry, 'y') + 40 })
          : entry,
      );
    }
    const placed = wholes(
      edits,
      copies.filter(isHere).map((e) => e.id),
    );
    const n = nodesAmong(edits, placed).length;
    if (placed.length > 0) this.#edit('edit.duplicate', { n }, edits, placed);
  }

  /** Selected nodes as text in the format of flow files. */
  copyText(): string | undefined {
    const { nodes } = this.editor.selection.state;
    if (nodes.size === 0) return undefined;
    return JSON.stringify(exported(this.#document, wholes(this.#document, nodes)));
  }

  /** Adds the flow in a text as a copy; answers whether there was one. */
  paste(text: string, at: At | undefined): boolean {
    const read = readFlowText(text);
    if ('fault' in read) return false;
    const refusal = this.importing.bringIn(read.entries, AS_COPY, at, 'edit.paste');
    if (refusal !== undefined) this.editor.view.announce(t(refusal), true);
    return true;
  }

  addFlow(): NodeId {
    const taken = new Set(this.#document.tabs().map((tab) => textOf(tab, 'label')));
    let n = 1;
    while (taken.has(this.#says('flow.new', String(n)))) n++;
    const tab = newTab(this.#says('flow.new', String(n)));
    const edits = new Edits(this.#document).add(tab);
    this.#edit('edit.addFlow', { name: textOf(tab, 'label') }, edits, []);
    this.editor.selection.openFlow(tab.id);
    return tab.id;
  }

  /** Takes away a tab with all that is on it; a subflow with its instances, wherever they are. */
  removeFlow(id: NodeId): void {
    const flow = this.#document.get(id);
    if (flow === undefined) return;
    const edits = new Edits(this.#document);
    const instances = [...this.#document.entries()].filter((e) => definitionOf(e) === id);
    for (const instance of instances) edits.remove(instance.id);
    for (const entry of this.#document.entries()) if (flowOf(entry) === id) edits.remove(entry.id);
    edits.remove(id);
    const flows = this.#document.flows();
    const at = flows.indexOf(flow);
    const values = { name: labelOf(flow, undefined), n: instances.length };
    this.#edit(instances.length > 0 ? 'edit.removeSubflow' : 'edit.removeFlow', values, edits, []);
    if (this.#flow !== id) return;
    this.editor.selection.openFlow((flows[at + 1] ?? flows[at - 1])?.id ?? '');
  }

  moveFlow(id: NodeId, step: -1 | 1): void {
    const tabs = this.#document.tabs();
    const at = tabs.findIndex((tab) => tab.id === id);
    const other = at < 0 ? undefined : tabs[at + step];
    if (other === undefined) return;
    const edits = new Edits(this.#document);
    edits.reorder(id, edits.indexOf(other.id));
    this.#edit('edit.moveFlow', { name: this.label(id) }, edits);
  }

  undo(): void {
    flushPendingEdits();
    const entry = this.editor.documents.undo();
    if (entry !== undefined) this.#show(entry.changes, 'say.undone', entry.name);
  }

  redo(): void {
    flushPendingEdits();
    const entry = this.editor.documents.redo();
    if (entry !== undefined) this.#show(entry.changes, 'say.redone', entry.name);
  }

  /** Makes sure that what an undo changed can be seen. */
  #show(
    changes: readonly {
      readonly kind: string;
      readonly node?: FlowEntry;
      readonly after?: FlowEntry;
    }[],
    key: MessageKey,
    name: EditName,
  ): void {
    const document = this.#document;
    const touched = changes
      .map((c) => c.node ?? c.after)
      .find((e) => e !== undefined && classOf(e) === 'node');
    const flow = touched === undefined ? undefined : flowOf(touched);
    if (flow !== undefined && flow !== this.#flow && document.has(flow)) {
      this.editor.selection.openFlow(flow);
    }
    if (!document.has(this.#flow)) this.editor.selection.openFlow(document.tabs()[0]?.id ?? '');
    this.editor.view.announce(t(key, { name: t(name.key, name.values) }));
  }

  #says(key: MessageKey, name: string): string {
    return t(key, { name });
  }

  #edit(
    key: MessageKey,
    values: Readonly<Record<string, string | number>>,
    edits: Edits,
    select?: readonly NodeId[],
  ): void {
    this.editor.documents.edit(
      { key, values },
      this.#fitted(edits),
      select === undefined ? {} : { select },
    );
  }

  #fitted(edits: Edits): readonly Change[] {
    return edits.fitGroups(this.#document, (entry) => labelOf(entry, this.typeOf(entry))).changes;
  }
}

/** Members before their groups, and the last ports of subflows first: the others keep their ids. */
function inOrderOfRemoval(ids: readonly NodeId[]): readonly NodeId[] {
  const index = (id: NodeId): number => portOf(id)?.index ?? -1;
  return [...ids].reverse().sort((a, b) => index(b) - index(a));
}

/** Puts a node into a wire: what the wire joined is now joined through it. */
function splice(edits: Edits, wire: WireRef, id: NodeId): void {
  edits.disconnect(wire.source, wire.port, wire.target);
  edits.connect(wire.source, wire.port, id);
  edits.connect(id, 0, wire.target);
}
