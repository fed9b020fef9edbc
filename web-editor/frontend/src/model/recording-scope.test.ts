import { describe, expect, it } from 'vitest';
import { FlowDocument } from './flow-document';
import type { FlowEntry } from './flow-entry';
import { groupScope, isRecordable, recordingScopes, scopeAfter } from './recording-scope';
import { sampleTypes } from './testing';

const TYPES = sampleTypes();
const AT = { x: 0, y: 0 };

const DOCUMENT = FlowDocument.of([
  { id: 't', type: 'tab', label: 'Greenhouse' },
  { id: 's', type: 'subflow', name: 'Sub' },
  { id: 'outer', type: 'group', z: 't', name: 'Heating', ...AT },
  { id: 'inner', type: 'group', z: 't', g: 'outer', ...AT },
  { id: 'press', type: 'inject', z: 't', ...AT, wires: [['hot']] },
  { id: 'hot', type: 'switch', z: 't', g: 'inner', ...AT, wires: [['fan', 'off'], ['press']] },
  { id: 'fan', type: 'debug', z: 't', g: 'outer', ...AT, wires: [] },
  { id: 'off', type: 'debug', z: 't', d: true, ...AT, wires: [] },
  { id: 'note', type: 'comment', z: 't', g: 'outer', ...AT, wires: [] },
  { id: 'within', type: 'debug', z: 's', ...AT, wires: [] },
]);

const scopesOf = (...selected: string[]) => recordingScopes(DOCUMENT, TYPES, 't', selected);
const entry = (id: string): FlowEntry => DOCUMENT.get(id)!;

describe('what a test can be recorded of', () => {
  it('is what is selected, the groups around it, and the flow', () => {
    expect(scopesOf('hot')).toEqual([
      { kind: 'nodes', flow: 't', nodes: ['hot'], of: 'hot' },
      { kind: 'group', flow: 't', nodes: ['hot'], of: 'inner' },
      { kind: 'group', flow: 't', nodes: ['hot', 'fan'], of: 'outer' },
      { kind: 'flow', flow: 't', nodes: undefined, of: 't' },
    ]);
    expect(scopesOf().map((scope) => scope.kind)).toEqual(['flow']);
  });

  it('leaves out what no message comes to: notes and what is switched off', () => {
    expect(scopesOf('press', 'hot', 'note', 'off')[0]).toEqual({
      kind: 'nodes',
      flow: 't',
      nodes: ['press', 'hot'],
      of: undefined,
    });
    expect(scopesOf('off').map((scope) => scope.kind)).toEqual(['flow']);
    expect(groupScope(DOCUMENT, TYPES, entry('outer'))?.nodes).toEqual(['hot', 'fan']);
  });

  it('is what a wire leads to, without the node that it comes from', () => {
    expect(scopeAfter(DOCUMENT, TYPES, { node: 'press', port: 0 })).toEqual({
      kind: 'after',
      flow: 't',
      nodes: ['hot', 'fan'],
      of: 'press',
    });
    expect(scopeAfter(DOCUMENT, TYPES, { node: 'fan', port: 0 })).toBeUndefined();
    expect(scopeAfter(DOCUMENT, TYPES, { node: 'within', port: 0 })).toBeUndefined();
  });

  it('is on a tab: the definition of a subflow doesn’t run', () => {
    expect(isRecordable(DOCUMENT, 't')).toBe(true);
    expect(isRecordable(DOCUMENT, 's')).toBe(false);
  });

  it('ends where groups hold each other', () => {
    const odd = FlowDocument.of([
      { id: 't', type: 'tab' },
      { id: 'a', type: 'group', z: 't', g: 'b', ...AT },
      { id: 'b', type: 'group', z: 't', g: 'a', ...AT },
      { id: 'n', type: 'debug', z: 't', g: 'a', ...AT, wires: [] },
    ]);
    expect(recordingScopes(odd, TYPES, 't', ['n']).map((scope) => scope.of)).toEqual([
      'n',
      'a',
      'b',
      't',
    ]);
  });
});
