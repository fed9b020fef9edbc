import { valueOrDefault } from './conditions';
import type { FlowDocument } from './flow-document';
import { textOf, wiresOf, type FlowEntry } from './flow-entry';
import { rowsOf } from './legacy-rows';
import type { NodeType, PortCount, Property } from './node-type';
import { portType, type PortKind } from './subflow-ports';
import { summarise } from './summary';

const SUBFLOW = 'subflow:';

const JUNCTION: NodeType = {
  type: 'junction',
  label: 'junction',
  category: 'organise',
  kind: 'organise',
  inputs: 1,
  outputs: 1,
  properties: [],
};

const PORTS: readonly NodeType[] = [
  port('in', 'Input', { inputs: 0, outputs: 1 }),
  port('out', 'Output', { inputs: 1, outputs: 0 }),
  port('status', 'Status', { inputs: 1, outputs: 0 }),
];

function port(
  kind: PortKind,
  label: string,
  counts: { readonly inputs: number; readonly outputs: number },
): NodeType {
  return {
    type: portType(kind),
    label,
    category: 'subflows',
    kind: 'subflow',
    ...counts,
    properties: [],
  };
}

/** What is known about node types: the descriptors of the server and what the document defines. */
export class NodeTypes {
  static readonly NONE = new NodeTypes([]);

  readonly #byName = new Map<string, NodeType>();

  constructor(readonly list: readonly NodeType[]) {
    for (const type of list) this.#byName.set(type.type, type);
  }

  /** The type by name. Instances of a subflow take theirs from the definition in the document. */
  get(name: string, document?: FlowDocument): NodeType | undefined {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (name === 'junction') return JUNCTION;
    const ofPort = PORTS.find((type) => type.type === name);
    if (ofPort !== undefined) return ofPort;
    const definition = name.startsWith(SUBFLOW)
      ? document?.get(name.slice(SUBFLOW.length))
      : undefined;
    return definition === undefined ? undefined : subflowType(name, definition);
  }

  /** Types that can stand on a flow, in palette order. */
  placeable(): NodeType[] {
    return this.list.filter((t) => t.config !== true);
  }
}

const subflowTypes = new WeakMap<FlowEntry, NodeType>();

function subflowType(name: string, definition: FlowEntry): NodeType {
  const made = subflowTypes.get(definition);
  if (made !== undefined) return made;
  const count = (key: string): number => {
    const ports = definition[key];
    return Array.isArray(ports) ? ports.length : 0;
  };
  const type: NodeType = {
    type: name,
    label: textOf(definition, 'name') || 'subflow',
    category: textOf(definition, 'category') || 'subflows',
    kind: 'subflow',
    purpose: firstLine(textOf(definition, 'info')),
    inputs: count('in'),
    outputs: count('out'),
    properties: [],
  };
  subflowTypes.set(definition, type);
  return type;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function portCount(
  count: PortCount | undefined,
  entry: FlowEntry,
  properties: readonly Property[],
): number {
  if (count === undefined) return 0;
  if (typeof count === 'number') return count;
  const rows = properties.find((p) => p.kind === 'list' && p.countsIn === count.property);
  const number = Number(
    entry[count.property] === undefined && rows?.kind === 'list'
      ? rowsOf(rows, entry).length
      : valueOrDefault(count.property, entry, properties),
  );
  return Number.isFinite(number) ? Math.max(0, number) : 0;
}

/** Unknown types are drawn with an input, and an output if the file has wires for one. */
export function inputsOf(entry: FlowEntry, type: NodeType | undefined): number {
  return type === undefined ? 1 : Math.min(1, portCount(type.inputs, entry, type.properties));
}

export function outputsOf(entry: FlowEntry, type: NodeType | undefined): number {
  const wired = wiresOf(entry).length;
  if (type === undefined) return Math.max(1, wired);
  return Math.min(500, portCount(type.outputs, entry, type.properties));
}

/** What an entry is called: shared settings without a name by what they say, others by their type. */
export function labelOf(entry: FlowEntry, type: NodeType | undefined): string {
  const name = textOf(entry, entry.type === 'tab' ? 'label' : 'name').trim();
  if (name !== '') return name;
  const says =
    type?.config === true && type.summary !== undefined
      ? summarise(type.summary, entry, type.properties, () => '')
      : '';
  return says !== '' ? says : (type?.label ?? entry.type);
}
