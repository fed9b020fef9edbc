import type { FlowDocument } from '../model/flow-document';
import { classOf, type NodeId } from '../model/flow-entry';
import type { NodeType } from '../model/node-type';
import type { NodeTypes } from '../model/node-types';
import { wouldHoldItself } from '../model/subflow-ports';

/** What can be added to a flow: the server's types, and the subflows that it isn't itself part of. */
export function offeredTypes(types: NodeTypes, document: FlowDocument, flow: NodeId): NodeType[] {
  const subflows = [...document.entries()]
    .filter((entry) => classOf(entry) === 'subflow')
    .filter((entry) => !wouldHoldItself(document.entries(), entry.id, flow))
    .flatMap((entry) => types.get(`subflow:${entry.id}`, document) ?? []);
  return [...types.placeable(), ...subflows];
}
