import { describe, expect, it } from 'vitest';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import { testEditor } from './testing';

const FLOWS: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T' },
  { id: 'u', type: 'tab', label: 'U' },
  { id: 'g', type: 'group', z: 't', name: 'G', nodes: ['b', 'l'], x: 225, y: 60, w: 150, h: 180 },
  { id: 'a', type: 'inject', z: 't', name: 'A', x: 100, y: 100, wires: [['b', 'c']] },
  { id: 'b', type: 'change', z: 't', g: 'g', name: 'B', x: 300, y: 100, wires: [['c']] },
  { id: 'l', type: 'link out', z: 't', g: 'g', name: 'L', links: ['k'], x: 300, y: 200, wires: [] },
  { id: 'c', type: 'debug', z: 't', name: 'C', x: 500, y: 100, wires: [] },
  { id: 'k', type: 'link in', z: 'u', name: 'K', links: ['l'], x: 100, y: 100, wires: [['e']] },
  { id: 'e', type: 'debug', z: 'u', name: 'E', x: 300, y: 100, wires: [] },
];

function on(flows: readonly FlowEntry[] = FLOWS) {
  const { editor, editing } = testEditor(flows);
  const { documents, selection } = editor;
  return {
    editing,
    selection,
    written: () => documents.document.write(),
    changed: () => [...documents.state.changed],
    remove: (...ids: readonly NodeId[]) => {
      selection.select(ids);
      editing.removeSelected(false);
    },
    revert: (id: NodeId) => editing.reverting.revert(id, id),
    get: (id: NodeId) => documents.document.get(id),
  };
}

describe('taking back one change', () => {
  it('makes a node what it was and leaves the others', () => {
    const { editing, revert, changed, get } = on();
    editing.update('a', { name: 'Other' }, 'Name');
    editing.update('c', { name: 'Mine' }, 'Name');
    revert('a');
    expect(get('a')?.['name']).toBe('A');
    expect(changed()).toEqual(['c']);
  });

  it('brings a deleted node back to its place, group and wires, byte for byte', () => {
    const { remove, revert, changed, written } = on();
    const before = written();
    remove('b');
    expect(changed().sort()).toEqual(['a', 'b', 'g']);
    revert('b');
    expect(changed()).toEqual([]);
    expect(written()).toBe(before);
  });

  it('brings the ends of links back together', () => {
    const { remove, revert, written } = on();
    const before = written();
    remove('l');
    revert('l');
    expect(written()).toBe(before);
  });

  it('leaves out wires to what is gone itself', () => {
    const { remove, revert, get } = on();
    remove('b', 'c');
    revert('b');
    expect(get('b')?.['wires']).toEqual([[]]);
    expect(get('a')?.['wires']).toEqual([['b']]);
    revert('c');
    expect(get('a')?.['wires']).toEqual([['b', 'c']]);
    expect(get('b')?.['wires']).toEqual([['c']]);
  });

  it('takes a new node away with its wires', () => {
    const { editing, selection, revert, written } = on();
    const before = written();
    selection.select(['c']);
    editing.duplicate();
    const [added] = selection.current() as [string];
    editing.connect('a', 0, added);
    revert(added);
    expect(written()).toBe(before);
  });

  it('brings a flow back with what was in it, also for one of its nodes', () => {
    const { editing, revert, written, get } = on();
    const before = written();
    editing.removeFlow('u');
    revert('e');
    expect(get('u')).toBeDefined();
    expect(get('k')).toBeUndefined();
    revert('k');
    expect(written()).toBe(before);
    editing.removeFlow('u');
    revert('u');
    expect(written()).toBe(before);
  });

  it('takes a new flow away with what is in it, and shows another', () => {
    const { editing, selection, revert, written } = on();
    const before = written();
    editing.addFlow();
    const { flow } = selection.state;
    expect(flow).not.toBe('t');
    revert(flow);
    expect(written()).toBe(before);
    expect(selection.state.flow).toBe('t');
  });

  it('brings a group back with those that stand in no other', () => {
    const { editing, revert, written } = on();
    const before = written();
    editing.groups.dissolve(['g']);
    revert('g');
    expect(written()).toBe(before);
  });

  it('brings a subflow back for one of its instances', () => {
    const { editing, revert, written, changed } = on([
      { id: 's', type: 'subflow', name: 'S', in: [], out: [{ x: 1, y: 1, wires: [] }], env: [] },
      { id: 'n', type: 'debug', z: 's', name: 'N', x: 100, y: 100, wires: [] },
      { id: 't', type: 'tab', label: 'T' },
      { id: 'i', type: 'subflow:s', z: 't', name: 'I', x: 100, y: 100, wires: [['d']] },
      { id: 'd', type: 'debug', z: 't', name: 'D', x: 300, y: 100, wires: [] },
    ]);
    const before = written();
    editing.removeFlow('s');
    expect(changed().sort()).toEqual(['i', 'n', 's']);
    revert('i');
    expect(written()).toBe(before);
  });

  it('leaves ends of a subflow without what they came from and is gone itself', () => {
    const end = { x: 1, y: 1, wires: [{ id: 'n', port: 0 }] };
    const { editing, remove, revert, get } = on([
      { id: 's', type: 'subflow', name: 'S', in: [], out: [end], status: end, env: [] },
      { id: 'n', type: 'change', z: 's', name: 'N', x: 100, y: 100, wires: [[]] },
    ]);
    remove('n');
    editing.update('s', { name: 'Other' }, 'Name');
    revert('s');
    const without = { x: 1, y: 1, wires: [] };
    expect(get('s')).toMatchObject({ name: 'S', out: [without], status: without });
  });

  it('is one step of the history', () => {
    const { editing, remove, revert, written } = on();
    remove('b');
    const without = written();
    revert('b');
    editing.undo();
    expect(written()).toBe(without);
  });
});
