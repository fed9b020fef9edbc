import { describe, expect, it } from 'vitest';
import type { FlowEntry } from '../model/flow-entry';
import { sampleTypes } from '../model/testing';
import { changesInWords } from './words';

const NAMES: Readonly<Record<string, string>> = { f: 'Fan', l: 'Log', t: 'Kitchen', g: 'Heat' };

function words(before: FlowEntry, patch: Readonly<Record<string, unknown>>): readonly string[] {
  const after = { ...before, ...patch };
  const keys = Object.keys(patch);
  const type = sampleTypes().get(before.type);
  const difference = { id: before.id, kind: 'changed', before, after, keys } as const;
  return changesInWords(difference, type, (id) => NAMES[id] ?? id);
}

const SWITCH: FlowEntry = {
  id: 's',
  type: 'switch',
  z: 't',
  name: 'Too hot?',
  property: 'payload',
  propertyType: 'msg',
  rules: [{ t: 'gt', v: '30', vt: 'num' }],
  checkall: 'true',
  x: 1,
  y: 1,
  wires: [['f'], ['l']],
};

describe('what has changed, in words', () => {
  it('has short values before and after', () => {
    expect(words(SWITCH, { name: 'Hot?' })).toEqual(['Name: Too hot? → Hot?']);
    expect(words(SWITCH, { name: '' })).toEqual(['Name: Too hot? → (nothing)']);
  });

  it('reads lists as the card does', () => {
    const [line] = words(SWITCH, { rules: [{ t: 'gt', v: '28', vt: 'num' }] });
    expect(line).toMatch(/30 → .*28/);
  });

  it('tells the type of a value with the value, once', () => {
    const lines = words(SWITCH, { property: 'temp', propertyType: 'flow' });
    expect(lines).toEqual([expect.stringMatching(/: payload → flow\.temp$/)]);
  });

  it('only says that long texts and code have changed', () => {
    const code: FlowEntry = { id: 'c', type: 'function', z: 't', func: 'return msg;', x: 1, y: 1 };
    expect(words(code, { func: 'msg.a = 1;\nreturn msg;' })).toEqual([
      expect.stringMatching(/ changed$/),
    ]);
    expect(words(SWITCH, { name: 'x'.repeat(100) })).toEqual(['Name changed']);
  });

  it('names where wires lead', () => {
    expect(words(SWITCH, { wires: [['f'], []] })).toEqual(['No longer leads to Log']);
    expect(words(SWITCH, { wires: [['f', 'n'], ['l']] })).toEqual(['Now leads to n']);
    expect(words(SWITCH, { wires: [['l'], ['f']] })).toEqual(['Other wires']);
    expect(words(SWITCH, { wires: [[], ['l']], name: 'Hot?' })).toEqual([
      'Name: Too hot? → Hot?',
      'No longer leads to Fan',
    ]);
  });

  it('tells what is switched off, and where it stands', () => {
    expect(words(SWITCH, { d: true, z: 't', g: 'g' })).toEqual([
      'Switched off',
      'Moved to the flow Kitchen',
      'Put into the group Heat',
    ]);
    expect(words({ ...SWITCH, g: 'g', d: true }, { g: undefined, d: undefined })).toEqual([
      'Taken out of its group',
      'Switched on',
    ]);
  });

  it('tells the ends of subflows from properties of the same names', () => {
    const subflow: FlowEntry = { id: 's', type: 'subflow', name: 'S', in: [], out: [] };
    const end = { x: 1, y: 1, wires: [] };
    expect(words(subflow, { out: [end], status: end })).toEqual(['Its inputs and outputs changed']);
    const request: FlowEntry = { id: 'r', type: 'tcp request', z: 't', out: 'time', x: 1, y: 1 };
    expect(words(request, { out: 'sit' })).toEqual([expect.stringMatching(/: .* → /)]);
  });

  it('calls properties of unknown types by their keys', () => {
    expect(words({ id: 'u', type: 'nobody knows', level: 1 }, { level: 2 })).toEqual([
      'level: 1 → 2',
    ]);
  });
});
