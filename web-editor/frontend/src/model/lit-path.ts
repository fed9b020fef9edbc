import type { FlowDocument } from './flow-document';
import { flowOf, wiresOf, type FlowEntry, type NodeId } from './flow-entry';
import type { Hop, MessagePath } from './wire-messages';

/** What of a flow a message has passed. */
export interface LitPath {
  /** By node the numbers of its steps, from 1; none for the node that has sent it first. */
  readonly steps: ReadonlyMap<NodeId, readonly number[]>;
  /** Keys of wires, `source:port:target`. */
  readonly wires: ReadonlySet<string>;
}

/**
 * The way of a message as far as it can be seen on a flow: an instance stands for what is in its
 * subflow. Undefined if nothing of it is there.
 */
export function litPath(
  path: MessagePath,
  document: FlowDocument,
  flow: NodeId,
): LitPath | undefined {
  const steps = new Map<NodeId, number[]>();
  const wires = new Set<string>();
  const source = entryIn(document, flow, path.source);
  if (source !== undefined) steps.set(source.id, []);
  path.hops.forEach((hop, i) => {
    const node = entryIn(document, flow, hop.node);
    if (node === undefined) return;
    const numbers = steps.get(node.id);
    if (numbers === undefined) steps.set(node.id, [i + 1]);
    else numbers.push(i + 1);
    for (const wire of wiresOfHop(path, hop, node, document, flow)) wires.add(wire);
  });
  return steps.size === 0 ? undefined : { steps, wires };
}

/** The wires that a hop came by: none if a link, or an error or the like, has led to it. */
function wiresOfHop(
  path: MessagePath,
  hop: Hop,
  node: FlowEntry,
  document: FlowDocument,
  flow: NodeId,
): readonly string[] {
  const fromName = hop.from < 0 ? path.source : (path.hops[hop.from]?.node ?? '');
  const from = entryIn(document, flow, fromName);
  // Inside of an instance it goes on without wires of this flow.
  if (from === undefined || (from.id === node.id && fromName !== hop.node)) return [];
  const outputs = wiresOf(from);
  // Which output of the instance an inner one leads to isn't told: all that lead to the node count.
  const ports = isAt(fromName, from.id) ? [hop.port] : [...outputs.keys()];
  return ports
    .filter((port) => outputs[port]?.includes(node.id) === true)
    .map((port) => `${from.id}:${port}:${node.id}`);
}

/** The entry of a flow that a name, `instance/node`, is about. */
function entryIn(document: FlowDocument, flow: NodeId, name: string): FlowEntry | undefined {
  return name
    .split('/')
    .map((id) => document.get(id))
    .find((entry) => entry !== undefined && flowOf(entry) === flow);
}

function isAt(name: string, id: NodeId): boolean {
  return name.slice(name.lastIndexOf('/') + 1) === id;
}
