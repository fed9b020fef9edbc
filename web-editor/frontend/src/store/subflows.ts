import { t, type MessageKey } from '../i18n/t';
import { remapped } from '../model/clipboard-format';
import { Edits } from '../model/edits';
import type { FlowDocument } from '../model/flow-document';
import {
  classOf,
  definitionOf,
  flowOf,
  instanceOf,
  numberOf,
  textOf,
  withKeys,
  type FlowEntry,
  type NodeId,
} from '../model/flow-entry';
import { groupOf, newGroup, nodesAmong, wholes, withMembers } from '../model/groups';
import { newId } from '../model/ids';
import { addPort } from '../model/port-edits';
import { crossingsOf, type Crossings } from '../model/subflow-plan';
import { endsOf, isPort, storedPorts, type PortKind } from '../model/subflow-ports';
import { variablesOfInstance } from '../model/subflow-variables';
import type { Edit } from './edit';
import type { Editor } from './editor';
import { snapped, type At } from './placement';

/** Where the first node of a new subflow stands, and how far from its nodes the ports. */
const FIRST = { x: 240, y: 80 };
const PORT_DISTANCE = 160;

/** Edits of subflows: making them, taking them apart, and what they take in and give out. */
export class Subflows {
  constructor(
    private readonly editor: Editor,
    private readonly edit: Edit,
    private readonly label: (id: NodeId) => string,
  ) {}

  /** A new subflow with an input and an output, opened. */
  add(): NodeId {
    const edits = this.#begin();
    const definition = this.#newDefinition({
      in: [{ x: 80, y: 80, wires: [] }],
      out: [{ x: 480, y: 80, wires: [] }],
    });
    edits.add(definition);
    this.edit('edit.addFlow', { name: textOf(definition, 'name') }, edits, []);
    this.editor.selection.enter(definition.id);
    return definition.id;
  }

  /**
   * Makes a subflow of nodes of one flow, and puts an instance in their place.
   *
   * @returns why it didn't; undefined if it did
   */
  make(ids: Iterable<NodeId>): MessageKey | undefined {
    const document = this.#document;
    const { flow } = this.editor.selection.state;
    const roots = wholes(document, ids).filter((id) => {
      const entry = document.get(id);
      return entry !== undefined && flowOf(entry) === flow && !isPort(entry);
    });
    const nodes = nodesAmong(document, roots);
    if (nodes.length === 0) return 'subflow.nothing';
    if (document.get(flow)?.['locked'] === true) return 'canvas.locked';
    const crossings = crossingsOf(document, new Set(nodes));
    if (crossings === undefined) return 'subflow.manyInputs';
    const groups = new Set(roots.map((id) => groupOf(document, document.get(id))?.id));

    const edits = this.#begin();
    cut(edits, crossings);
    for (const id of roots) edits.join(id, undefined);
    const bounds = boundsOf(nodes.flatMap((id) => document.get(id) ?? []));
    const by = { x: FIRST.x - snapped(bounds).x, y: FIRST.y - snapped(bounds).y };
    const definition = this.#newDefinition(this.#portsFor(crossings, bounds, by));
    edits.add(definition);
    const inside = withMembers(document, roots);
    for (const id of inside) {
      const entry = edits.get(id);
      if (entry === undefined) continue;
      const place = { x: numberOf(entry, 'x') + by.x, y: numberOf(entry, 'y') + by.y };
      edits.update(id, { z: definition.id, ...place });
    }
    const instance = newInstance(definition, flow, {
      x: bounds.x + bounds.w / 2,
      y: bounds.y + bounds.h / 2,
    });
    edits.add(instance).join(instance.id, groups.size === 1 ? [...groups][0] : undefined);
    for (const { node, port } of crossings.incoming) edits.connect(node, port, instance.id);
    crossings.exits.forEach(({ targets }, port) => {
      for (const target of targets) edits.connect(instance.id, port, target);
    });
    rescope(edits, new Set(inside), instance.id);
    const name = textOf(definition, 'name');
    this.edit('edit.subflow', { n: nodes.length, name }, edits, [instance.id]);
    this.editor.view.announce(t('say.subflow', { n: nodes.length, name }));
    return undefined;
  }

  /** Puts what is in the subflow of an instance in the place of the instance. */
  unpack(id: NodeId): void {
    const document = this.#document;
    const instance = document.get(id);
    const definition = document.get((instance && definitionOf(instance)) ?? '');
    if (instance === undefined || definition === undefined) return;
    if (document.get(flowOf(instance))?.['locked'] === true) return;
    const content = [...document.entries()].filter((e) => flowOf(e) === definition.id);
    const ids = new Map(content.map((e): [NodeId, NodeId] => [e.id, newId()]));
    const edits = this.#begin();
    const by = shiftTo(instance, content);
    const copies = content.map((entry) => copyOf(entry, ids, instance, by));
    for (const copy of copies) edits.add(copy);
    rewire(edits, document, instance, definition, ids);
    edits.remove(id);
    const roots = wholes(
      edits,
      copies.filter((e) => classOf(e) !== 'config').map((e) => e.id),
      1,
    );
    const outer = groupOf(document, instance)?.id;
    const variables = variablesOfInstance(definition, instance);
    const name = this.label(id);
    // What they have looked up in the subflow they find in a group.
    const group =
      variables.length === 0
        ? undefined
        : withKeys(newGroup(flowOf(instance)), { name, env: variables });
    if (group !== undefined) edits.add(group).join(group.id, outer);
    for (const root of roots) edits.join(root, group?.id ?? outer);
    this.edit('edit.unpack', { name }, edits, group === undefined ? roots : [group.id]);
    this.editor.view.announce(t('say.unpacked', { name }));
  }

  /** Adds an input, an output or the status output to a subflow, below those that it has. */
  addPort(definition: NodeId, kind: PortKind): void {
    const document = this.#document;
    const entry = document.get(definition);
    if (entry === undefined) return;
    const edits = this.#begin();
    const bounds = boundsOf(document.nodesIn(definition).filter((node) => !isPort(node)));
    const last = storedPorts(entry, kind).at(-1) as FlowEntry | undefined;
    const at =
      last === undefined
        ? {
            x: kind === 'in' ? bounds.x - PORT_DISTANCE : bounds.x + bounds.w + PORT_DISTANCE,
            y: kind === 'status' ? bounds.y + bounds.h + 60 : bounds.y + bounds.h / 2,
          }
        : { x: numberOf(last, 'x'), y: numberOf(last, 'y') + 60 };
    if (!addPort(edits, definition, kind, snapped(at))) return;
    this.edit('edit.addPort', { name: textOf(entry, 'name') }, edits, []);
  }

  #newDefinition(ports: Readonly<Record<string, unknown>>): FlowEntry {
    const taken = new Set(
      [...this.#document.entries()]
        .filter((e) => classOf(e) === 'subflow')
        .map((e) => textOf(e, 'name')),
    );
    let n = 1;
    while (taken.has(t('subflow.new', { n }))) n++;
    return {
      id: newId(),
      type: 'subflow',
      name: t('subflow.new', { n }),
      info: '',
      category: '',
      ...ports,
      env: [],
      meta: {},
      color: '#DDAA99',
    };
  }

  /** What the definition takes in and gives out where wires cross. */
  #portsFor(crossings: Crossings, bounds: Bounds, by: At): Readonly<Record<string, unknown>> {
    const document = this.#document;
    const at = (id: NodeId): number => numberOf(document.get(id) ?? { id, type: '' }, 'y') + by.y;
    const { entrances, exits } = crossings;
    const middle = entrances.reduce((sum, id) => sum + at(id), 0) / Math.max(1, entrances.length);
    const input = snapped({ x: bounds.x + by.x - PORT_DISTANCE, y: middle });
    const ports = {
      in: entrances.length === 0 ? [] : [{ ...input, wires: entrances.map((id) => ({ id })) }],
      out: exits.map(({ from }, i) => ({
        x: snapped({ x: bounds.x + bounds.w + by.x + PORT_DISTANCE, y: 0 }).x,
        // Those of one node would lie upon each other.
        y: at(from.node) + exits.slice(0, i).filter((e) => e.from.node === from.node).length * 40,
        wires: [{ id: from.node, port: from.port }],
      })),
    };
    return exits.length < 2
      ? ports
      : { ...ports, outputLabels: exits.map(({ from }) => this.#exitName(from, exits)) };
  }

  #exitName(from: Crossings['exits'][number]['from'], exits: Crossings['exits']): string {
    const isOnly = exits.filter((e) => e.from.node === from.node).length === 1;
    const name = this.label(from.node);
    return isOnly ? name : `${name} ${String(from.port + 1)}`;
  }

  get #document(): FlowDocument {
    return this.editor.documents.document;
  }

  #begin(): Edits {
    return new Edits(this.#document);
  }
}

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function boundsOf(nodes: readonly FlowEntry[]): Bounds {
  if (nodes.length === 0) return { ...FIRST, w: 0, h: 0 };
  const xs = nodes.map((n) => numberOf(n, 'x'));
  const ys = nodes.map((n) => numberOf(n, 'y'));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

function cut(edits: Edits, { incoming, entrances, exits }: Crossings): void {
  for (const { node, port } of incoming) {
    for (const target of entrances) edits.disconnect(node, port, target);
  }
  for (const { from, targets } of exits) {
    for (const target of targets) edits.disconnect(from.node, from.port, target);
  }
}

/** Nodes outside that heard of nodes inside, such as *catch*, hear of the instance. */
function rescope(edits: Edits, inside: ReadonlySet<NodeId>, instance: NodeId): void {
  for (const entry of [...edits.entries()]) {
    const scope: unknown = entry['scope'];
    if (inside.has(entry.id) || !Array.isArray(scope)) continue;
    const list = scope as readonly unknown[];
    if (!list.some((id) => inside.has(String(id)))) continue;
    const heard = list.map((id) => (inside.has(String(id)) ? instance : id));
    edits.update(entry.id, { scope: [...new Set(heard)] });
  }
}

function newInstance(definition: FlowEntry, flow: NodeId, at: At): FlowEntry {
  const outputs = storedPorts(definition, 'out');
  return {
    id: newId(),
    type: instanceOf(definition.id),
    z: flow,
    name: '',
    env: [],
    ...snapped(at),
    wires: outputs.map(() => []),
  };
}

function shiftTo(at: FlowEntry, content: readonly FlowEntry[]): At {
  const bounds = boundsOf(content.filter((e) => classOf(e) === 'node'));
  return snapped({
    x: numberOf(at, 'x') - bounds.x - bounds.w / 2,
    y: numberOf(at, 'y') - bounds.y - bounds.h / 2,
  });
}

function copyOf(
  entry: FlowEntry,
  ids: ReadonlyMap<NodeId, NodeId>,
  instance: FlowEntry,
  by: At,
): FlowEntry {
  const copy = remapped(entry, ids) as FlowEntry;
  if (classOf(entry) === 'config') return withKeys(copy, { z: undefined });
  return withKeys(copy, {
    z: flowOf(instance),
    x: numberOf(entry, 'x') + by.x,
    y: numberOf(entry, 'y') + by.y,
    ...(instance['d'] === true && classOf(entry) === 'node' ? { d: true } : {}),
  });
}

/** Joins the copies to what the instance was wired to. */
function rewire(
  edits: Edits,
  document: FlowDocument,
  instance: FlowEntry,
  definition: FlowEntry,
  ids: ReadonlyMap<NodeId, NodeId>,
): void {
  const sources = document.sourcesOf(instance.id).filter(({ node }) => node !== instance.id);
  const outputs = document.wiresFrom(instance);
  const connect = (from: { readonly node: NodeId; readonly port: number }, to: NodeId): void => {
    edits.connect(from.node, from.port, to);
  };
  const entrances = storedPorts(definition, 'in')
    .flatMap(endsOf)
    .flatMap((end) => ids.get(end.node) ?? []);
  for (const source of sources) for (const target of entrances) connect(source, target);
  storedPorts(definition, 'out').forEach((port, index) => {
    // An output that leads back to the instance leads to where its input led.
    const targets = (outputs[index] ?? []).flatMap((id) => (id === instance.id ? entrances : [id]));
    for (const end of endsOf(port)) {
      const inner = ids.get(end.node);
      const froms =
        end.node === definition.id ? sources : inner === undefined ? [] : [{ ...end, node: inner }];
      for (const from of froms) for (const target of targets) connect(from, target);
    }
  });
}
