import type { FlowDocument } from './flow-document';
import {
  classOf,
  definitionOf,
  flowOf,
  instanceOf,
  type FlowEntry,
  type NodeId,
} from './flow-entry';

/**
 * The subflow definitions among entries that a document has already, with the same content: the ids
 * that they have there, by those that they have among the entries.
 */
export function equalSubflows(
  entries: readonly FlowEntry[],
  document: FlowDocument,
): Map<NodeId, NodeId> {
  const there = [...document.entries()];
  const byContent = new Map<string, NodeId>();
  for (const { id } of there.filter(isDefinition)) byContent.set(content(id, there), id);
  const equal = new Map<NodeId, NodeId>();
  for (const { id } of entries.filter(isDefinition)) {
    const own = content(id, entries);
    const same = document.has(id) && content(id, there) === own ? id : byContent.get(own);
    if (same !== undefined) equal.set(id, same);
  }
  return equal;
}

function isDefinition(entry: FlowEntry): boolean {
  return classOf(entry) === 'subflow';
}

/** A definition with all that is in it, as a text that doesn't depend on ids. */
function content(
  definition: NodeId,
  entries: readonly FlowEntry[],
  around: readonly NodeId[] = [],
): string {
  const all = [
    ...entries.filter((e) => e.id === definition),
    ...entries.filter((e) => flowOf(e) === definition),
  ];
  const places = new Map(all.map((e, i) => [e.id, `#${String(i)}`]));
  const inner = (entry: FlowEntry): string => {
    const nested = definitionOf(entry);
    return nested === undefined || nested === definition || around.includes(nested)
      ? entry.type
      : instanceOf(content(nested, entries, [...around, definition]));
  };
  return JSON.stringify(
    all.map((entry) => ({ ...entry, type: inner(entry) })),
    (_, value: unknown) => (typeof value === 'string' ? (places.get(value) ?? value) : value),
  );
}
