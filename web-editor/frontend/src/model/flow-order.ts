import type { FlowDocument } from './flow-document';
import { numberOf, type FlowEntry, type NodeId } from './flow-entry';

/**
 * Nodes of a flow in the order in which one reads them: connected parts from the top, each along its
 * wires. The canvas' tab order and the outline both use it.
 */
export function readingOrder(document: FlowDocument, flow: NodeId): FlowEntry[] {
  const nodes = document.nodesIn(flow);
  const inFlow = new Set(nodes.map((n) => n.id));
  const byPlace = [...nodes].sort(
    (a, b) => numberOf(a, 'y') - numberOf(b, 'y') || numberOf(a, 'x') - numberOf(b, 'x'),
  );
  const isStart = (n: FlowEntry): boolean =>
    !document.sourcesOf(n.id).some((s) => inFlow.has(s.node) && s.node !== n.id);
  const seen = new Set<NodeId>();
  const order: FlowEntry[] = [];
  for (const start of [...byPlace.filter(isStart), ...byPlace]) {
    // An explicit stack: a chain of thousands of nodes must not end in a stack overflow.
    const stack = [start];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node.id)) continue;
      seen.add(node.id);
      order.push(node);
      const targets = [...document.wiresFrom(node).flat()].reverse();
      for (const id of targets) {
        const target = document.get(id);
        if (target !== undefined && inFlow.has(id)) stack.push(target);
      }
    }
  }
  return order;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Where an arrow key leads from a node: along wires sideways, to the nearest node up and down. */
export function neighbour(
  document: FlowDocument,
  node: FlowEntry,
  direction: Direction,
): NodeId | undefined {
  const flow = document.nodesIn(String(node['z']));
  const inFlow = new Set(flow.map((n) => n.id));
  if (direction === 'right') {
    const target = document
      .wiresFrom(node)
      .flat()
      .find((id) => inFlow.has(id));
    return target ?? nearest(flow, node, direction);
  }
  if (direction === 'left') {
    const source = document.sourcesOf(node.id).find((s) => inFlow.has(s.node));
    return source?.node ?? nearest(flow, node, direction);
  }
  return nearest(flow, node, direction);
}

function nearest(
  nodes: readonly FlowEntry[],
  from: FlowEntry,
  direction: Direction,
): NodeId | undefined {
  let best: NodeId | undefined;
  let bestCost = Infinity;
  for (const node of nodes) {
    if (node.id === from.id) continue;
    const dx = numberOf(node, 'x') - numberOf(from, 'x');
    const dy = numberOf(node, 'y') - numberOf(from, 'y');
    const along = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    if (along <= 0) continue;
    const across = direction === 'left' || direction === 'right' ? Math.abs(dy) : Math.abs(dx);
    const cost = along + across * 2;
    if (cost < bestCost) {
      bestCost = cost;
      best = node.id;
    }
  }
  return best;
}
