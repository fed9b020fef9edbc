import { describe, expect, it } from 'vitest';
import { find } from './find';
import { FlowDocument } from './flow-document';
import { sampleTypes } from './testing';

const document = FlowDocument.of([
  { id: 't', type: 'tab', label: 'Kitchen' },
  { id: 'u', type: 'tab', label: 'Garage', disabled: true },
  {
    id: 'a',
    type: 'mqtt in',
    z: 't',
    name: 'Heat',
    topic: 'home/temp',
    broker: 'k',
    x: 1,
    y: 1,
    wires: [['f']],
  },
  {
    id: 'f',
    type: 'function',
    z: 't',
    name: '',
    func: 'const x = 1;\nreturn { url: "http://pi:80/heat" };',
    x: 2,
    y: 1,
    wires: [['s']],
  },
  {
    id: 's',
    type: 'switch',
    z: 't',
    name: 'Limit',
    rules: [{ t: 'gt', v: '31.5' }],
    x: 3,
    y: 1,
    wires: [],
  },
  { id: 'o', type: 'debug', z: 'u', name: 'Lone', x: 1, y: 1, wires: [] },
  { id: 'g', type: 'ui_gauge', z: 'u', name: 'Gauge', d: true, x: 1, y: 9, wires: [] },
  { id: 'k', type: 'mqtt-broker', name: 'Pi' },
  { id: 'k2', type: 'mqtt-broker', name: 'Old' },
]);

function hits(query: string) {
  return find(query, {
    document,
    types: sampleTypes(),
    changed: new Set(['s']),
    faulty: new Set(['g']),
  });
}

describe('finding', () => {
  it.each([
    ['heat', ['a', 'f']],
    ['HEAT', ['a', 'f']],
    ['31.5', ['s']],
    ['mqtt', ['a', 'k', 'k2']],
    ['type:function', ['f']],
    ['name:heat', ['a']],
    ['topic:temp', ['a']],
    ['flow:kitchen', ['a', 'f', 's']],
    ['flow:kitchen heat', ['a', 'f']],
    ['uses:pi', ['a']],
    ['id:k2', ['k2']],
    ['is:changed', ['s']],
    ['is:modified', ['s']],
    ['is:problem', ['g']],
    ['is:disabled', ['o', 'g']],
    ['is:unknown', ['g']],
    ['is:unused', ['o', 'g', 'k2']],
    ['is:unused is:config', ['k2']],
    ['http://pi:80', ['f']],
    ['"const x"', ['f']],
    ['is:whatever', []],
    ['nothing like this', []],
    ['  ', []],
  ])('%s', (query, ids) => {
    expect(hits(query).map((hit) => hit.entry.id)).toEqual(ids);
  });

  it('says which property has it, by the line', () => {
    expect(hits('http')[0]?.where).toEqual({
      key: 'func',
      text: 'return { url: "http://pi:80/heat" };',
    });
    expect(hits('name:limit 31.5')[0]?.where).toEqual({ key: 'rules', text: '31.5' });
    expect(hits('limit')[0]?.where).toBeUndefined();
  });
});
