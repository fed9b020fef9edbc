import { changedBetween } from './changed-between';
import { sameJson } from './equal';
import { FlowDocument } from './flow-document';
import { isEntry, wiresOf, withKeys, type FlowEntry, type NodeId } from './flow-entry';

export type Side = 'mine' | 'theirs';

/** An entry that two people have changed, each in another way. */
export interface Clash {
  readonly id: NodeId;
  /** As it is on each side; undefined where it was deleted. */
  readonly mine: FlowEntry | undefined;
  readonly theirs: FlowEntry | undefined;
  /** What of it differs; nothing if one side has deleted it, or both have added it. */
  readonly keys: readonly string[];
}

/** Where something stands isn't worth a question: what one sees stays. */
const LAYOUT: ReadonlySet<string> = new Set(['x', 'y', 'w', 'h']);

export interface Merged {
  readonly document: FlowDocument;
  /** What nobody has decided about yet; the document has my side of it. */
  readonly clashes: readonly Clash[];
}

/**
 * Puts together what two people have made of the same flows. Entries that one of them has changed
 * are taken from there; of an entry that both have changed each property is.
 *
 * @param sides whose side to take where both have changed the same in another way
 */
export function merge(
  base: FlowDocument,
  mine: FlowDocument,
  theirs: FlowDocument,
  sides: ReadonlyMap<NodeId, Side> = new Map(),
): Merged {
  const clashes: Clash[] = [];
  const list = [...theirs.list];
  const placeOf = (id: NodeId): number => list.findLastIndex((e) => isEntry(e) && e.id === id);
  const added: NodeId[] = [];
  for (const id of changedBetween(base, mine)) {
    const here = mine.get(id);
    const there = theirs.get(id);
    const { entry, clash } = mergedEntry(base.get(id), here, there, sides.get(id));
    if (clash !== undefined) clashes.push({ id, mine: here, theirs: there, keys: clash });
    if (entry === there) continue;
    if (there === undefined) added.push(id);
    else if (entry === undefined) list.splice(placeOf(id), 1);
    else list[placeOf(id)] = entry;
  }
  // In their order, or a place would be meant in a list that isn't that long yet.
  mine.list.forEach((entry, at) => {
    if (isEntry(entry) && added.includes(entry.id))
      list.splice(Math.min(at, list.length), 0, entry);
  });
  return { document: withoutLooseWires(FlowDocument.of(list), base, [mine, theirs]), clashes };
}

interface MergedEntry {
  readonly entry: FlowEntry | undefined;
  /** The properties that clash and are not decided about; undefined if all is decided. */
  readonly clash?: readonly string[];
}

function mergedEntry(
  base: FlowEntry | undefined,
  mine: FlowEntry | undefined,
  theirs: FlowEntry | undefined,
  side: Side | undefined,
): MergedEntry {
  if (sameJson(mine, theirs) || sameJson(base, mine)) return { entry: theirs };
  if (sameJson(base, theirs)) return { entry: mine };
  if (base === undefined || mine === undefined || theirs === undefined) {
    if (side === undefined) return { entry: mine, clash: [] };
    return { entry: side === 'mine' ? mine : theirs };
  }
  const patch: Record<string, unknown> = {};
  const clash: string[] = [];
  for (const key of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    if (sameJson(mine[key], base[key]) || sameJson(mine[key], theirs[key])) continue;
    const isBoths = !LAYOUT.has(key) && !sameJson(theirs[key], base[key]);
    if (isBoths) clash.push(key);
    if (!isBoths || side !== 'theirs') patch[key] = mine[key];
  }
  const entry = withKeys(theirs, patch);
  return clash.length > 0 && side === undefined ? { entry, clash } : { entry };
}

/** Takes away wires to what one side has deleted while the other wired it. */
function withoutLooseWires(
  document: FlowDocument,
  base: FlowDocument,
  sides: readonly FlowDocument[],
): FlowDocument {
  const isLoose = (from: NodeId, to: NodeId): boolean =>
    !document.has(to) &&
    [base, ...sides].some((known) => known.has(to)) &&
    // Whoever has deleted it and left the wire has meant it so.
    !sides.some((side) => !side.has(to) && isWired(side.get(from), to));
  const list = document.list.map((entry) => {
    if (!isEntry(entry)) return entry;
    const { id } = entry;
    if (
      !wiresOf(entry)
        .flat()
        .some((to) => isLoose(id, to))
    )
      return entry;
    return withKeys(entry, {
      wires: wiresOf(entry).map((targets) => targets.filter((to) => !isLoose(id, to))),
    });
  });
  return list.every((entry, i) => entry === document.list[i]) ? document : FlowDocument.of(list);
}

function isWired(from: FlowEntry | undefined, to: NodeId): boolean {
  return from !== undefined && wiresOf(from).flat().includes(to);
}
