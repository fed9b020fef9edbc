import { sameJson } from './equal';
import type { FlowDocument } from './flow-document';
import { classOf, flowOf, isPlaced, type FlowEntry, type NodeId } from './flow-entry';

export type DifferenceKind = 'added' | 'removed' | 'changed' | 'moved';

/** How an entry differs from what the engine has. */
export interface Difference {
  readonly id: NodeId;
  readonly kind: DifferenceKind;
  /** As it was; undefined if it is new. */
  readonly before: FlowEntry | undefined;
  /** As it is; undefined if it is gone. */
  readonly after: FlowEntry | undefined;
  /** What of it is other than it was, but for its place; nothing if it is new or gone. */
  readonly keys: readonly string[];
}

/** What differs in one flow, or among the shared settings if `flow` is undefined. */
export interface FlowDifferences {
  readonly flow: FlowEntry | undefined;
  readonly differences: readonly Difference[];
}

const PLACE: ReadonlySet<string> = new Set(['x', 'y', 'w', 'h']);

/**
 * How a document differs from what the engine has, flow by flow as in the tab bar, the flow itself
 * first; flows that are gone after those, and the shared settings last.
 *
 * @param changed the entries that differ
 */
export function differencesOf(
  base: FlowDocument,
  document: FlowDocument,
  changed: ReadonlySet<NodeId>,
): readonly FlowDifferences[] {
  const byFlow = new Map<NodeId | undefined, Difference[]>();
  const gone = base.flows().filter((flow) => !document.has(flow.id));
  for (const flow of [...document.flows(), ...gone]) byFlow.set(flow.id, []);
  byFlow.set(undefined, []);
  for (const source of [document, base]) {
    for (const { id } of source.entries()) {
      if (!changed.has(id) || (source === base && document.has(id))) continue;
      const difference = differenceOf(id, base.get(id), document.get(id));
      const home = homeOf(difference.after ?? difference.before);
      // A flow itself stands before what is in it.
      if (home === id) byFlow.get(home)?.unshift(difference);
      else (byFlow.get(home) ?? byFlow.get(undefined))?.push(difference);
    }
  }
  return [...byFlow]
    .filter(([, differences]) => differences.length > 0)
    .map(([id, differences]) => ({
      flow: id === undefined ? undefined : (document.get(id) ?? base.get(id)),
      differences,
    }));
}

function differenceOf(
  id: NodeId,
  before: FlowEntry | undefined,
  after: FlowEntry | undefined,
): Difference {
  if (before === undefined || after === undefined) {
    return { id, kind: before === undefined ? 'added' : 'removed', before, after, keys: [] };
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !PLACE.has(key) && !sameJson(before[key], after[key]),
  );
  const hasMoved = [...PLACE].some((key) => !sameJson(before[key], after[key]));
  return { id, kind: keys.length === 0 && hasMoved ? 'moved' : 'changed', before, after, keys };
}

/** The flow that an entry is listed with. */
function homeOf(entry: FlowEntry | undefined): NodeId | undefined {
  if (entry === undefined) return undefined;
  if (isPlaced(entry)) return flowOf(entry);
  return classOf(entry) === 'config' ? undefined : entry.id;
}
