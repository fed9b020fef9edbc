import { describe, expect, it } from 'vitest';
import { FlowDocument } from './flow-document';
import type { FlowEntry } from './flow-entry';
import { placesOf, withReplaced } from './replace';
import { sampleTypes } from './testing';

const FLOWS: readonly FlowEntry[] = [
  {
    id: 't',
    type: 'tab',
    label: 'Old house',
    info: 'The old one',
    env: [{ name: 'WHERE', value: 'here', type: 'str' }],
  },
  { id: 'old', type: 'mqtt-broker', name: 'Old', broker: 'old.example.org' },
  {
    id: 'n',
    type: 'mqtt in',
    z: 't',
    topic: 'old/temp',
    broker: 'old',
    x: 1,
    y: 1,
    wires: [['old']],
  },
  {
    id: 'c',
    type: 'change',
    z: 't',
    rules: [{ t: 'set', p: 'payload', to: 'old old', tot: 'str' }],
    x: 1,
    y: 1,
    wires: [[]],
  },
  { id: 'l', type: 'tab', label: 'Old and locked', locked: true },
  { id: 'd', type: 'debug', z: 'l', name: 'old', x: 1, y: 1, wires: [] },
];

function changes(text: string, by: string, matchCase = false): readonly string[] {
  const document = FlowDocument.of(FLOWS);
  return placesOf(document, sampleTypes(), { text, by, matchCase }).map(
    ({ id, path, after }) => `${id} ${path.join('.')} ${after}`,
  );
}

describe('replacing text', () => {
  it('finds names and settings at any depth, but no ids and nothing that is locked', () => {
    expect(changes('old', 'new')).toEqual([
      't label new house',
      't info The new one',
      'old name new',
      'old broker new.example.org',
      'n topic new/temp',
      'c rules.0.to new new',
    ]);
  });

  it('can tell capitals apart', () => {
    expect(changes('Old', 'New', true)).toEqual(['t label New house', 'old name New']);
  });

  it('takes neither side for a pattern', () => {
    expect(changes('old.', '$&')).toEqual(['old broker $&example.org']);
    expect(changes('', 'x')).toEqual([]);
  });

  it('leaves alone what is picked from a list, also in rows', () => {
    // "set" and "str" stand in the rule as what it does and as the type of a value.
    expect(changes('set', 'x')).toEqual([]);
    expect(changes('str', 'x')).toEqual([]);
  });

  it('leaves the rest of an entry as it was, in its order', () => {
    const document = FlowDocument.of(FLOWS);
    const replacement = { text: 'old', by: 'new', matchCase: false };
    const places = placesOf(document, sampleTypes(), replacement).filter(({ id }) => id === 'c');
    expect(JSON.stringify(withReplaced(document.get('c')!, places))).toBe(
      JSON.stringify(FLOWS[3]).replace('old old', 'new new'),
    );
  });
});
