import { sameJson } from './equal';
import type { FlowDocument } from './flow-document';
import type { NodeId } from './flow-entry';

/** The entries that two documents don't have in common. */
export function changedBetween(base: FlowDocument, document: FlowDocument): ReadonlySet<NodeId> {
  const changed = new Set<NodeId>();
  if (base === document) return changed;
  for (const entry of document.entries()) {
    const was = base.get(entry.id);
    if (was !== entry && !sameJson(was, entry)) changed.add(entry.id);
  }
  for (const entry of base.entries()) if (!document.has(entry.id)) changed.add(entry.id);
  return changed;
}
