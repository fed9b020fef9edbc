import type { FlowDocument } from '../model/flow-document';
import { classOf } from '../model/flow-entry';
import type { NodeType } from '../model/node-type';
import type { NodeTypes } from '../model/node-types';

/** What can be added: the server's types and the subflows of the document. */
export function offeredTypes(types: NodeTypes, document: FlowDocument): NodeType[] {
  const subflows = [...document.entries()]
    .filter((entry) => classOf(entry) === 'subflow')
    .flatMap((entry) => types.get(`subflow:${entry.id}`, document) ?? []);
  return [...types.placeable(), ...subflows];
}
