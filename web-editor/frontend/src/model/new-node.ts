import type { FlowDocument } from './flow-document';
import { textOf, type FlowEntry, type NodeId } from './flow-entry';
import { newId } from './ids';
import { outputsOf } from './node-types';
import type { NodeType } from './node-type';

export interface Place {
  readonly flow: NodeId;
  readonly x: number;
  readonly y: number;
}

/** A new node with its type's defaults, in the key order that other editors write. */
export function newNode(
  type: NodeType,
  place: Place,
  document: FlowDocument,
  values: Readonly<Record<string, unknown>> = {},
): FlowEntry {
  const node: Record<string, unknown> = { id: newId(), type: type.type, z: place.flow };
  node['name'] = '';
  Object.assign(node, defaultsOf(type));
  if (type.autoName === true) node['name'] = freeName(type, document);
  Object.assign(node, values);
  if (type.kind === 'subflow') node['env'] = [];
  node['x'] = place.x;
  node['y'] = place.y;
  const outputs = outputsOf(node as unknown as FlowEntry, type);
  node['wires'] = Array.from({ length: outputs }, () => []);
  return node as unknown as FlowEntry;
}

export function newConfigNode(
  type: NodeType,
  values: Readonly<Record<string, unknown>> = {},
): FlowEntry {
  return { id: newId(), type: type.type, name: '', ...defaultsOf(type), ...values };
}

export function newTab(label: string): FlowEntry {
  return { id: newId(), type: 'tab', label, disabled: false, info: '', env: [] };
}

export function defaultsOf(type: NodeType): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const property of type.properties) {
    if (property.credential === true || property.kind === 'secret') continue;
    if (property.default !== undefined) values[property.key] = structuredClone(property.default);
    if (property.kind === 'typed' && property.defaultType !== undefined) {
      values[property.typeKey] ??= property.defaultType;
    }
    if (property.kind === 'list' && property.countsIn !== undefined) {
      const rows = values[property.key];
      if (Array.isArray(rows)) values[property.countsIn] = rows.length;
    }
  }
  return values;
}

/** `debug 3`: the type's label with the lowest number that no node of the type has. */
function freeName(type: NodeType, document: FlowDocument): string {
  const taken = new Set<string>();
  for (const entry of document.entries()) {
    if (entry.type === type.type) taken.add(textOf(entry, 'name'));
  }
  let n = 1;
  while (taken.has(`${type.label} ${n}`)) n++;
  return `${type.label} ${n}`;
}
