import type { FlowDocument, WireEnd } from './flow-document';
import type { NodeId } from './flow-entry';

/** The wires between nodes and what is around them. */
export interface Crossings {
  /** Outputs outside that lead in. */
  readonly incoming: readonly WireEnd[];
  /** Where all of them lead to. */
  readonly entrances: readonly NodeId[];
  /** Outputs inside that lead out, and where to. */
  readonly exits: readonly { readonly from: WireEnd; readonly targets: readonly NodeId[] }[];
}

/**
 * The wires that cross when nodes become a subflow.
 *
 * @returns undefined if messages come in by more ways than the one input of a subflow: outputs that
 *   lead to different nodes
 */
export function crossingsOf(
  document: FlowDocument,
  nodes: ReadonlySet<NodeId>,
): Crossings | undefined {
  const bySource = new Map<string, { from: WireEnd; targets: NodeId[] }>();
  const exits: { from: WireEnd; targets: NodeId[] }[] = [];
  for (const id of nodes) {
    for (const from of document.sourcesOf(id)) {
      if (nodes.has(from.node)) continue;
      const key = `${from.node} ${String(from.port)}`;
      const known = bySource.get(key);
      if (known === undefined) bySource.set(key, { from, targets: [id] });
      else known.targets.push(id);
    }
    const entry = document.get(id);
    if (entry === undefined) continue;
    document.wiresFrom(entry).forEach((targets, port) => {
      const outside = targets.filter((target) => !nodes.has(target));
      if (outside.length > 0) exits.push({ from: { node: id, port }, targets: outside });
    });
  }
  const sources = [...bySource.values()];
  const first = sources[0]?.targets ?? [];
  const isSame = ({ targets }: { readonly targets: readonly NodeId[] }): boolean =>
    targets.length === first.length && targets.every((id) => first.includes(id));
  if (!sources.every(isSame)) return undefined;
  return { incoming: sources.map(({ from }) => from), entrances: first, exits };
}
