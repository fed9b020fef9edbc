import type { FlowDocument, WireEnd } from './flow-document';
import { flowOf, isDisabled, wiresOf, type FlowEntry, type NodeId } from './flow-entry';
import { groupsAround, isGroup } from './groups';
import { inputsOf, outputsOf, type NodeTypes } from './node-types';

/** What a test can be recorded of. */
export interface RecordingScope {
  /** `after` is what a wire leads to, and so on. */
  readonly kind: 'nodes' | 'group' | 'flow' | 'after';
  readonly flow: NodeId;
  /** Those that it is about; undefined for the whole flow. */
  readonly nodes: readonly NodeId[] | undefined;
  /** The entry that it is called after, if there is one. */
  readonly of: NodeId | undefined;
}

/** Whether tests can be recorded on a deployed flow: definitions of subflows run where they are used only. */
export function isRecordable(document: FlowDocument, flow: NodeId): boolean {
  return document.get(flow)?.type === 'tab';
}

/** The selected nodes, the groups around the first of them from the inside outwards, and the flow. */
export function recordingScopes(
  document: FlowDocument,
  types: NodeTypes,
  flow: NodeId,
  selected: Iterable<NodeId>,
): readonly RecordingScope[] {
  const takesPart = participantsIn(document, types, flow);
  const nodes = [...selected].filter((id) => takesPart.has(id));
  const scopes: RecordingScope[] = [];
  if (nodes.length > 0) {
    scopes.push({ kind: 'nodes', flow, nodes, of: nodes.length === 1 ? nodes[0] : undefined });
  }
  const [first] = selected;
  const chosen = first === undefined ? undefined : document.get(first);
  const groups = [...(isGroup(chosen) ? [chosen] : []), ...groupsAround(document, first)];
  for (const group of groups) {
    const scope = groupScope(document, types, group);
    if (scope !== undefined) scopes.push(scope);
  }
  scopes.push({ kind: 'flow', flow, nodes: undefined, of: flow });
  return scopes;
}

/** All that takes part in a group and in those inside of it; undefined if that is nothing. */
export function groupScope(
  document: FlowDocument,
  types: NodeTypes,
  group: FlowEntry,
): RecordingScope | undefined {
  const flow = flowOf(group);
  const inside = (id: NodeId): boolean =>
    groupsAround(document, id).some((around) => around.id === group.id);
  const nodes = [...participantsIn(document, types, flow)].filter(inside);
  return nodes.length === 0 ? undefined : { kind: 'group', flow, nodes, of: group.id };
}

/** All that messages of an output come to, without the node itself; undefined if that is nothing. */
export function scopeAfter(
  document: FlowDocument,
  types: NodeTypes,
  output: WireEnd,
): RecordingScope | undefined {
  const source = document.get(output.node);
  if (source === undefined || !isRecordable(document, flowOf(source))) return undefined;
  const takesPart = participantsIn(document, types, flowOf(source));
  const reached = new Set<NodeId>([source.id]);
  const open = [...(wiresOf(source)[output.port] ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const entry = document.get(id);
    if (entry === undefined || reached.has(id) || !takesPart.has(id)) continue;
    reached.add(id);
    open.push(...wiresOf(entry).flat());
  }
  reached.delete(source.id);
  if (reached.size === 0) return undefined;
  return { kind: 'after', flow: flowOf(source), nodes: [...reached], of: source.id };
}

/** The nodes of a flow that messages can come to or from. */
function participantsIn(
  document: FlowDocument,
  types: NodeTypes,
  flow: NodeId,
): ReadonlySet<NodeId> {
  return new Set(
    document
      .nodesIn(flow)
      .filter((node) => {
        const type = types.get(node.type, document);
        return !isDisabled(node) && inputsOf(node, type) + outputsOf(node, type) > 0;
      })
      .map((node) => node.id),
  );
}
