import type { FlowEntry, NodeId } from './flow-entry';

/**
 * One edit of the document as a value that can be turned round. Places in the list are part of it,
 * so that undoing gives back the same file byte for byte.
 */
export type Change =
  | { readonly kind: 'add'; readonly node: FlowEntry; readonly at: number }
  | { readonly kind: 'remove'; readonly node: FlowEntry; readonly at: number }
  | { readonly kind: 'update'; readonly before: FlowEntry; readonly after: FlowEntry }
  | { readonly kind: 'reorder'; readonly id: NodeId; readonly from: number; readonly to: number };

export function inverse(change: Change): Change {
  switch (change.kind) {
    case 'add':
      return { kind: 'remove', node: change.node, at: change.at };
    case 'remove':
      return { kind: 'add', node: change.node, at: change.at };
    case 'update':
      return { kind: 'update', before: change.after, after: change.before };
    case 'reorder':
      return { kind: 'reorder', id: change.id, from: change.to, to: change.from };
  }
}

export function inverseAll(changes: readonly Change[]): Change[] {
  return changes.map(inverse).reverse();
}

/** Joins updates of the same entry that follow each other, as typing in one field makes them. */
export function squash(changes: readonly Change[]): Change[] {
  const result: Change[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (
      change.kind === 'update' &&
      last?.kind === 'update' &&
      last.after.id === change.before.id &&
      last.before.id === change.after.id
    ) {
      result[result.length - 1] = { kind: 'update', before: last.before, after: change.after };
    } else {
      result.push(change);
    }
  }
  return result;
}
