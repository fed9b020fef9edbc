import { describe, expect, it } from 'vitest';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import { membersByGroup } from '../model/groups';
import { testEditor } from './testing';

const FLOW: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T' },
  { id: 'a', type: 'inject', z: 't', name: 'A', x: 100, y: 100, wires: [['b']] },
  { id: 'b', type: 'change', z: 't', name: 'B', x: 300, y: 100, wires: [['c']] },
  { id: 'c', type: 'debug', z: 't', name: 'C', x: 500, y: 100, wires: [] },
];

const GROUPED: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T' },
  { id: 'o', type: 'group', z: 't', name: 'Outer', nodes: ['i', 'c'], x: 0, y: 0, w: 9, h: 9 },
  { id: 'i', type: 'group', z: 't', g: 'o', nodes: ['a', 'b'], x: 0, y: 0, w: 9, h: 9 },
  { id: 'a', type: 'inject', z: 't', g: 'i', name: 'A', x: 100, y: 100, wires: [['b']] },
  { id: 'b', type: 'change', z: 't', g: 'i', name: 'B', x: 300, y: 100, wires: [['c']] },
  { id: 'c', type: 'debug', z: 't', g: 'o', name: 'C', x: 500, y: 100, wires: [] },
  { id: 'd', type: 'debug', z: 't', name: 'D', x: 900, y: 100, wires: [] },
];

function on(flow: readonly FlowEntry[]) {
  const { editor, editing } = testEditor(flow);
  const entry = (id: NodeId): FlowEntry => editor.documents.document.get(id)!;
  const members = (id: NodeId): NodeId[] =>
    (membersByGroup(editor.documents.document).get(id) ?? []).map((e) => e.id);
  return { editor, editing, entry, members };
}

describe('making a group', () => {
  it('takes the nodes in, with a frame around them, and undo leaves nothing of it', () => {
    const { editor, editing, entry, members } = on(FLOW);
    const before = editor.documents.document.write();

    editing.groups.make(['a', 'b']);

    const group = editor.selection.current()[0]!;
    expect(entry(group)).toMatchObject({ type: 'group', z: 't', name: '', nodes: ['a', 'b'] });
    expect(members(group)).toEqual(['a', 'b']);
    const { x, y, w, h } = entry(group) as unknown as Record<'x' | 'y' | 'w' | 'h', number>;
    expect([x < 100 && y < 100, x + w > 300, y + h > 100]).toEqual([true, true, true]);
    expect(entry('c')['g']).toBeUndefined();
    editing.undo();
    expect(editor.documents.document.write()).toBe(before);
  });

  it('around all of a group goes around the group itself', () => {
    const { editor, editing, entry } = on(GROUPED);
    editing.groups.make(['a', 'b']);
    const group = editor.selection.current()[0]!;
    expect(entry('a')['g']).toBe('i');
    expect(entry('i')['g']).toBe(group);
    expect(entry(group)['g']).toBe('o');
    expect(entry('o')['nodes']).toEqual(['c', group]);
  });

  it('is refused across groups, with the reason', () => {
    const { editor, editing } = on(GROUPED);
    const before = editor.documents.document.write();
    expect(editing.groups.make(['a', 'c'])).toBe('canvas.apart');
    expect(editor.documents.document.write()).toBe(before);
  });
});

describe('a group taken away', () => {
  it('leaves its members, in the group around it', () => {
    const { editor, editing, members } = on(GROUPED);
    editing.groups.dissolve(['i']);
    expect(editor.documents.document.has('i')).toBe(false);
    expect(members('o')).toEqual(['a', 'b', 'c']);
    expect(editor.selection.current()).toEqual(['a', 'b']);
  });

  it('goes with the last of its nodes', () => {
    const { editor, editing } = on(GROUPED);
    editor.selection.select(['a', 'b']);
    editing.removeSelected(false);
    expect(['a', 'b', 'i'].map((id) => editor.documents.document.has(id))).toEqual([
      false,
      false,
      false,
    ]);
    expect(editor.documents.document.get('o')!['nodes']).toEqual(['c']);
  });

  it('is deleted with all that is in it', () => {
    const { editor, editing } = on(GROUPED);
    editor.selection.select(['o']);
    editing.removeSelected(false);
    expect([...editor.documents.document.entries()].map((e) => e.id)).toEqual(['t', 'd']);
  });
});

describe('moving', () => {
  it('a group takes along what is in it, at any depth', () => {
    const { editing, entry } = on(GROUPED);
    editing.move(['o'], 20, 40);
    expect(['a', 'b', 'c', 'd'].map((id) => [entry(id)['x'], entry(id)['y']])).toEqual([
      [120, 140],
      [320, 140],
      [520, 140],
      [900, 100],
    ]);
  });

  it('a node makes the frames around it fit', () => {
    const { editing, entry } = on(GROUPED);
    editing.move(['b'], 100, 0);
    const right = (id: NodeId): number => Number(entry(id)['x']) + Number(entry(id)['w']);
    expect(right('i')).toBeGreaterThan(400);
    expect(right('o')).toBeGreaterThan(right('i'));
  });

  it('into a group and out of it changes where nodes stand', () => {
    const { editing, entry, members } = on(GROUPED);
    editing.move(['d'], -10, 0, { into: 'o' });
    expect(entry('o')['nodes']).toEqual(['i', 'c', 'd']);
    editing.move(['a', 'b'], 10, 0, { into: null });
    expect(entry('i')['g']).toBeUndefined();
    expect(members('i')).toEqual(['a', 'b']);
    editing.undo();
    expect(entry('i')['g']).toBe('o');
  });

  it('a file whose groups hold each other can be edited', () => {
    const { editing, entry } = on([
      { id: 't', type: 'tab', label: 'T' },
      { id: 'p', type: 'group', z: 't', g: 'q', nodes: ['q'], x: 0, y: 0, w: 9, h: 9 },
      { id: 'q', type: 'group', z: 't', g: 'p', nodes: ['p', 'a'], x: 0, y: 0, w: 9, h: 9 },
      { id: 'a', type: 'inject', z: 't', g: 'q', x: 100, y: 100, wires: [[]] },
    ]);
    editing.move(['a'], 20, 20);
    expect(entry('a')).toMatchObject({ x: 120, y: 120 });
    editing.groups.dissolve(['q']);
    expect(entry('a')['g']).toBe('p');
  });
});

describe('in a group', () => {
  it('a next step stands beside the node that it comes after', () => {
    const { editor, editing, entry } = on(GROUPED);
    const type = editor.types.getState().types.get('function')!;
    const id = editing.addNode({
      type,
      at: { x: 500, y: 200 },
      from: { node: 'b', port: 0, output: true },
    })!;
    expect(entry(id)['g']).toBe('i');
    expect(entry('i')['nodes']).toEqual(['a', 'b', id]);
  });

  it('copies are complete, and stand in groups of their own', () => {
    const { editor, editing, entry, members } = on(GROUPED);
    editor.selection.select(['i']);
    editing.duplicate();
    const copy = editor.selection.current()[0]!;
    expect(entry(copy)).toMatchObject({ type: 'group' });
    expect(entry(copy)['g']).toBeUndefined();
    expect(members(copy).map((id) => entry(id)['name'])).toEqual(['A', 'B']);
    expect(members('i')).toEqual(['a', 'b']);
  });

  it('everything is switched off as one', () => {
    const { editing, entry } = on(GROUPED);
    editing.toggleEnabled(['o']);
    expect(['a', 'b', 'c', 'o', 'i', 'd'].map((id) => entry(id)['d'])).toEqual([
      true,
      true,
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('nodes are taken out one group at a time', () => {
    const { editing, entry } = on(GROUPED);
    editing.groups.takeOut(['a']);
    expect(entry('a')['g']).toBe('o');
    editing.groups.takeOut(['a']);
    expect(entry('a')['g']).toBeUndefined();
    expect(entry('i')['nodes']).toEqual(['b']);
  });

  it('one gets from a node to the groups around it', () => {
    const { editor, editing } = on(GROUPED);
    editor.selection.select(['a']);
    editing.groups.selectAround();
    expect(editor.selection.current()).toEqual(['i']);
    editing.groups.selectAround();
    expect(editor.selection.current()).toEqual(['o']);
    editing.groups.selectAround();
    expect(editor.selection.current()).toEqual(['o']);
  });
});
