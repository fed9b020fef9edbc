/**
 * Fields hold a value for a moment while one types. Whoever needs the document as the user sees it
 * (deploy, undo, leaving the page) first lets them hand it over.
 */
const pending = new Set<() => void>();

export function addPending(handOver: () => void): () => void {
  pending.add(handOver);
  return () => pending.delete(handOver);
}

export function flushPendingEdits(): void {
  for (const handOver of [...pending]) handOver();
}
