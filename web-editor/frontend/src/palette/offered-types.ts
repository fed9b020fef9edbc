import type { FlowDocument } from '../model/flow-document';
import { classOf, type NodeId } from '../model/flow-entry';
import type { NodeType } from '../model/node-type';
import type { NodeTypes } from '../model/node-types';
import { flowsAround } from '../model/subflow-ports';

/** What can be added to a flow: the server's types, and the subflows that it isn't itself part of. */
export function offeredTypes(types: NodeTypes, document: FlowDocument, flow: NodeId): NodeType[] {
  const around = flowsAround(document.entries(), flow);
  const subflows = [...document.entries()]
    .filter((entry) => classOf(entry) === 'subflow')
    .filter((entry) => !around.has(entry.id))
    .flatMap((entry) => types.get(`subflow:${entry.id}`, document) ?? []);
  return [...types.placeable(), ...subflows];
}
