import { describe, expect, it } from 'vitest';
import { adopted, exported, mergedVariables } from './clipboard-format';
import { FlowDocument } from './flow-document';
import { wiresOf } from './flow-entry';

const document = FlowDocument.of([
  { id: 't', type: 'tab', label: 'T' },
  { id: 'a', type: 'mqtt in', z: 't', broker: 'k', x: 100, y: 100, wires: [['b', 'c']] },
  { id: 'b', type: 'catch', z: 't', scope: ['a', 'c'], x: 300, y: 100, wires: [['c']] },
  { id: 'c', type: 'debug', z: 't', x: 500, y: 100, wires: [] },
  { id: 'k', type: 'mqtt-broker', tls: 's', broker: 'localhost' },
  { id: 's', type: 'tls-config' },
]);

const withSubflows = FlowDocument.of([
  { id: 't', type: 'tab' },
  { id: 'outer', type: 'subflow', name: 'Outer', in: [{ x: 1, y: 1, wires: [{ id: 'o1' }] }] },
  { id: 'inner', type: 'subflow', name: 'Inner', out: [{ wires: [{ id: 'n1', port: 0 }] }] },
  { id: 'unused', type: 'subflow', name: 'Unused' },
  { id: 'o1', type: 'subflow:inner', z: 'outer', x: 1, y: 1, wires: [['o2']] },
  { id: 'o2', type: 'mqtt out', z: 'outer', broker: 'k', x: 900, y: 900, wires: [] },
  { id: 'n1', type: 'change', z: 'inner', x: 1, y: 1, wires: [[]] },
  { id: 'k', type: 'mqtt-broker', credentials: { password: 'p' } },
  { id: 'use', type: 'subflow:outer', z: 't', x: 100, y: 100, wires: [] },
]);

describe('an export', () => {
  it('brings the subflows that it uses, before its nodes, and no credentials', () => {
    const entries = exported(withSubflows, ['use']);
    expect(entries.map((e) => e.id)).toEqual(['outer', 'inner', 'o1', 'o2', 'n1', 'use', 'k']);
    expect(entries.find((e) => e.id === 'k')).not.toHaveProperty('credentials');
    expect(wiresOf(entries[2]!)).toEqual([['o2']]);
  });

  it('finds settings that are handed on in variables', () => {
    const instance = { type: 'mqtt-broker', name: 'B', value: 'k' };
    const handed = withSubflows.apply([
      {
        kind: 'add',
        node: { id: 'h', type: 'subflow:unused', z: 't', env: [instance], x: 1, y: 1 },
        at: 0,
      },
    ]);
    expect(exported(handed, ['h']).map((e) => e.id)).toEqual(['unused', 'h', 'k']);
  });

  it('brings the settings that its nodes use, and no wires that lead out', () => {
    const entries = exported(document, ['a', 'b']);
    expect(entries.map((e) => e.id)).toEqual(['a', 'b', 'k', 's']);
    expect(wiresOf(entries[0]!)).toEqual([['b']]);
  });
});

describe('an import', () => {
  it('gets new ids everywhere and keeps settings that are there already', () => {
    const added = adopted(exported(document, ['a', 'b']), document, 't', { x: 205, y: 95 });
    expect(added).toHaveLength(2);
    const [a, b] = added;
    expect(a!.id).not.toBe('a');
    expect(wiresOf(a!)).toEqual([[b!.id]]);
    expect(a!['broker']).toBe('k');
    expect(b!['scope']).toEqual([a!.id, 'c']);
    expect(a!['x']).toBe(110);
  });

  it('into another document brings the settings with new ids', () => {
    const empty = FlowDocument.of([{ id: 'z', type: 'tab' }]);
    const added = adopted(exported(document, ['a']), empty, 'z', undefined);
    const [a, k, s] = added;
    expect(a).toMatchObject({ z: 'z', broker: k!.id });
    expect(k).toMatchObject({ type: 'mqtt-broker', tls: s!.id });
  });

  it('brings subflows with new ids, and its instances are theirs', () => {
    const empty = FlowDocument.of([{ id: 'z', type: 'tab' }]);
    const at = { x: 300, y: 200 };
    const added = adopted(exported(withSubflows, ['use']), empty, 'z', at);
    const [outer, inner, o1, o2, n1, use] = added;
    expect(use).toMatchObject({ type: `subflow:${outer!.id}`, z: 'z', x: 300, y: 200 });
    expect(o1).toMatchObject({ type: `subflow:${inner!.id}`, z: outer!.id, x: 1, y: 1 });
    expect(wiresOf(o1!)).toEqual([[o2!.id]]);
    expect(outer).toMatchObject({ in: [{ wires: [{ id: o1!.id }] }] });
    expect(inner).toMatchObject({ out: [{ wires: [{ id: n1!.id }] }] });
  });

  it('uses subflows that are there with the same content', () => {
    const added = adopted(exported(withSubflows, ['use']), withSubflows, 't', undefined);
    expect(added).toHaveLength(1);
    expect(added[0]).toMatchObject({ type: 'subflow:outer', z: 't' });
  });

  it('keeps subflows apart that only share an id', () => {
    const entries = exported(withSubflows, ['use']).map((e) =>
      e.id === 'n1' ? { ...e, name: 'other' } : e,
    );
    const added = adopted(entries, withSubflows, 't', undefined);
    expect(added.filter((e) => e.type === 'subflow')).toHaveLength(2);
    expect(added.at(-1)!.type).not.toBe('subflow:outer');
  });

  it('drops wires between its tabs', () => {
    const added = adopted(
      [
        { id: '1', type: 'tab' },
        { id: '2', type: 'tab' },
        { id: 'a', type: 'inject', z: '1', x: 1, y: 1, wires: [['b', 'c']] },
        { id: 'b', type: 'debug', z: '1', x: 1, y: 1, wires: [] },
        { id: 'c', type: 'debug', z: '2', x: 1, y: 1, wires: [] },
      ],
      document,
      't',
      undefined,
    );
    expect(wiresOf(added[2]!)).toEqual([[added[3]!.id]]);
  });

  it('adds its variables of all flows to those that are there', () => {
    const one = { name: 'A', type: 'str', value: '1' };
    const two = { name: 'B', type: 'str', value: '2' };
    const settings = { id: 'g', type: 'global-config', env: [{ ...one, value: '3' }, two] };
    const empty = FlowDocument.of([{ id: 'z', type: 'tab' }]);
    const [added] = adopted([{ ...settings, modules: { a: '1' } }], empty, 'z', undefined);
    expect(added).toMatchObject({ type: 'global-config', env: settings.env });
    expect(added).not.toHaveProperty('modules');
    expect(adopted([{ ...settings, env: [] }], empty, 'z', undefined)).toEqual([]);

    const own = FlowDocument.of([{ id: 'own', type: 'global-config', env: [one] }]);
    expect(adopted([settings], own, 'z', undefined)).toEqual([]);
    expect(mergedVariables([settings], own)).toEqual({ id: 'own', env: settings.env });
    expect(mergedVariables([], own)).toBeUndefined();
  });
});
