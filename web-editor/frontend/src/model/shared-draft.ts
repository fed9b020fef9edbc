import type { Change } from './change';
import { sameJson } from './equal';
import { FlowDocument } from './flow-document';
import { isEntry, type FlowEntry, type NodeId } from './flow-entry';

/** One entry that is edited: as it is deployed, and as it is to be. One of them may be missing. */
export interface EntryEdit {
  readonly before?: FlowEntry;
  readonly after?: FlowEntry;
  /** Where it stands in the list, if it is new. */
  readonly at?: number;
}

/** What one device has edited and not deployed, as the engine keeps it for the user's others. */
export interface SharedDraft {
  readonly version: 1;
  readonly device: { readonly id: string; readonly name: string };
  readonly at: number;
  readonly edits: readonly EntryEdit[];
}

/** How edits of another device look on the document here. */
export interface Fitting {
  readonly changes: readonly Change[];
  /** Edits of entries that are different here from what was edited there. */
  readonly unfit: number;
}

/** What differs between what is deployed and what is edited. */
export function editsBetween(
  base: FlowDocument,
  document: FlowDocument,
  changed: ReadonlySet<NodeId>,
): EntryEdit[] {
  const edits: EntryEdit[] = [];
  for (const entry of base.entries()) {
    if (changed.has(entry.id) && !document.has(entry.id)) edits.push({ before: entry });
  }
  document.list.forEach((entry, at) => {
    if (!isEntry(entry) || !changed.has(entry.id) || document.get(entry.id) !== entry) return;
    const before = base.get(entry.id);
    edits.push(before === undefined ? { after: entry, at } : { before, after: entry });
  });
  return edits;
}

/** The edits of a draft as changes of a document that may have gone another way since. */
export function fitting(edits: readonly EntryEdit[], document: FlowDocument): Fitting {
  const changes: Change[] = [];
  let unfit = 0;
  let length = document.list.length;
  for (const { before, after, at } of edits) {
    const id = (after ?? before)?.id ?? '';
    const here = document.get(id);
    if (here === after || (here !== undefined && sameJson(here, after))) continue;
    if (before === undefined ? here !== undefined : !sameJson(here, before)) {
      unfit++;
    } else if (here === undefined && after !== undefined) {
      changes.push({ kind: 'add', node: after, at: Math.min(at ?? length, length) });
      length++;
    } else if (here !== undefined && after === undefined) {
      changes.push({
        kind: 'remove',
        node: here,
        at: document.list.indexOf(here) - removed(changes),
      });
      length--;
    } else if (here !== undefined && after !== undefined) {
      changes.push({ kind: 'update', before: here, after });
    }
  }
  return { changes, unfit };
}

function removed(changes: readonly Change[]): number {
  return changes.filter((change) => change.kind === 'remove').length;
}

/** A draft as it came; undefined if it is none that this editor can read. */
export function sharedDraft(value: unknown): SharedDraft | undefined {
  const draft = value as Partial<SharedDraft> | null | undefined;
  const { device, at, edits } = draft ?? {};
  const isOne =
    draft?.version === 1 &&
    typeof device?.id === 'string' &&
    typeof device.name === 'string' &&
    typeof at === 'number' &&
    Array.isArray(edits) &&
    edits.every(isEdit);
  return isOne ? (draft as SharedDraft) : undefined;
}

function isEdit(value: unknown): value is EntryEdit {
  if (typeof value !== 'object' || value === null) return false;
  const { before, after } = value as EntryEdit;
  const isSound = (entry: unknown): boolean => entry === undefined || isEntry(entry);
  return isSound(before) && isSound(after) && (before ?? after) !== undefined;
}
