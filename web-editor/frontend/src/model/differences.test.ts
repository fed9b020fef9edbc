import { describe, expect, it } from 'vitest';
import { changedBetween } from './changed-between';
import { differencesOf } from './differences';
import { FlowDocument } from './flow-document';
import type { FlowEntry } from './flow-entry';

const BASE: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'One' },
  { id: 'u', type: 'tab', label: 'Two' },
  { id: 'b', type: 'mqtt-broker', name: 'House' },
  { id: 'n', type: 'change', z: 't', name: 'N', x: 1, y: 1, wires: [['m']] },
  { id: 'm', type: 'debug', z: 't', x: 2, y: 1, wires: [] },
  { id: 'o', type: 'debug', z: 'u', x: 2, y: 1, wires: [] },
];

function differences(next: readonly FlowEntry[]) {
  const base = FlowDocument.of(BASE);
  const document = FlowDocument.of(next);
  return differencesOf(base, document, changedBetween(base, document)).map(
    ({ flow, differences }) => [
      flow?.id,
      ...differences.map(({ id, kind, keys }) => [kind, id, ...keys].join(' ')),
    ],
  );
}

describe('what differs', () => {
  it('is nothing between equal documents', () => {
    expect(differences([...BASE])).toEqual([]);
  });

  it('is listed by flow, the flow itself first and the shared settings last', () => {
    const [t, u, b, n, m, o] = BASE as [
      FlowEntry,
      FlowEntry,
      FlowEntry,
      FlowEntry,
      FlowEntry,
      FlowEntry,
    ];
    expect(
      differences([
        { ...b, name: 'Garden' },
        { ...o, x: 9, y: 8 },
        { ...n, name: 'Other', x: 5, wires: [['p']] },
        m,
        { id: 'p', type: 'debug', z: 't', x: 3, y: 3, wires: [] },
        { ...t, label: 'First' },
        u,
      ]),
    ).toEqual([
      ['t', 'changed t label', 'changed n name wires', 'added p'],
      ['u', 'moved o'],
      [undefined, 'changed b name'],
    ]);
  });

  it('has flows that are gone with what was in them', () => {
    expect(differences(BASE.filter(({ id, z }) => id !== 'u' && z !== 'u'))).toEqual([
      ['u', 'removed u', 'removed o'],
    ]);
  });

  it('of nodes that went to another flow is listed there', () => {
    expect(
      differences(BASE.map((entry) => (entry.id === 'm' ? { ...entry, z: 'u' } : entry))),
    ).toEqual([['u', 'changed m z']]);
  });
});
