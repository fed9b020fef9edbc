import { describe, expect, it } from 'vitest';
import { changedBetween } from './changed-between';
import { FlowDocument } from './flow-document';
import type { FlowEntry } from './flow-entry';
import { editsBetween, fitting, sharedDraft } from './shared-draft';

const TAB: FlowEntry = { id: 't', type: 'tab', label: 'T' };
const A: FlowEntry = { id: 'a', type: 'inject', z: 't', name: 'A', x: 0, y: 0, wires: [['b']] };
const B: FlowEntry = { id: 'b', type: 'debug', z: 't', name: 'B', x: 1, y: 0, wires: [] };
const C: FlowEntry = { id: 'c', type: 'debug', z: 't', name: 'C', x: 2, y: 0, wires: [] };
const D: FlowEntry = { id: 'd', type: 'debug', z: 't', name: 'D', x: 3, y: 0, wires: [] };
const BASE = FlowDocument.of([TAB, A, B, C]);

function edits(to: readonly FlowEntry[], base = BASE) {
  const document = FlowDocument.of(to);
  return editsBetween(base, document, changedBetween(base, document));
}

function renamed(entry: FlowEntry, name: string): FlowEntry {
  return { ...entry, name };
}

describe('edits of another device', () => {
  it('make the same document of what they were made of', () => {
    const there = [TAB, D, renamed(A, 'Changed'), C];
    const { changes, unfit } = fitting(edits(there), BASE);
    expect(unfit).toBe(0);
    expect(BASE.apply(changes).write()).toBe(JSON.stringify(there));
  });

  it('of several that are gone take away the right ones', () => {
    const { changes } = fitting(edits([TAB, C]), BASE);
    expect(BASE.apply(changes).write()).toBe(JSON.stringify([TAB, C]));
  });

  it('go together with other edits here', () => {
    const here = FlowDocument.of([TAB, A, renamed(B, 'Mine'), C]);
    const { changes, unfit } = fitting(edits([TAB, renamed(A, 'Theirs'), B, C, D]), here);
    expect(unfit).toBe(0);
    expect(here.apply(changes).list.map((entry) => entry['name'])).toEqual([
      undefined,
      'Theirs',
      'Mine',
      'C',
      'D',
    ]);
  });

  it('do not fit where the same entry was changed here', () => {
    const here = FlowDocument.of([TAB, renamed(A, 'Mine'), C]);
    const there = [TAB, renamed(A, 'Theirs'), renamed(B, 'Theirs'), renamed(C, 'Theirs')];
    const { changes, unfit } = fitting(edits(there), here);
    expect(unfit).toBe(2);
    expect(here.apply(changes).list).toEqual([TAB, renamed(A, 'Mine'), renamed(C, 'Theirs')]);
  });

  it('are none where they are made here already', () => {
    const there = [TAB, renamed(A, 'Changed'), C, D];
    expect(fitting(edits(there), FlowDocument.of(there))).toEqual({ changes: [], unfit: 0 });
  });

  it('stay right when the list here is shorter', () => {
    const here = FlowDocument.of([TAB]);
    const { changes } = fitting(edits([TAB, A, B, C, D]), here);
    expect(here.apply(changes).list).toEqual([TAB, D]);
  });
});

describe('a draft as it came', () => {
  const draft = { version: 1, device: { id: 'x', name: 'X' }, at: 5, edits: [{ after: D, at: 4 }] };

  it('is read', () => {
    expect(sharedDraft(structuredClone(draft))).toEqual(draft);
  });

  it.each([
    ['nothing', null],
    ['another version', { ...draft, version: 2 }],
    ['no device', { ...draft, device: undefined }],
    ['edits that are none', { ...draft, edits: [{}] }],
    ['entries that are none', { ...draft, edits: [{ after: { id: 5 } }] }],
  ])('is not read: %s', (_, value) => {
    expect(sharedDraft(value)).toBeUndefined();
  });
});
