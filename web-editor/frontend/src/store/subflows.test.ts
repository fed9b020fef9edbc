import { describe, expect, it } from 'vitest';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import { testEditor } from './testing';

const FLOW: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T' },
  { id: 'in1', type: 'inject', z: 't', name: 'In 1', x: 100, y: 100, wires: [['a']] },
  { id: 'in2', type: 'inject', z: 't', name: 'In 2', x: 100, y: 160, wires: [['a', 'out']] },
  {
    id: 'a',
    type: 'switch',
    z: 't',
    name: 'A',
    x: 300,
    y: 100,
    rules: [{}, {}],
    outputs: 2,
    wires: [['b'], ['b', 'out']],
  },
  { id: 'b', type: 'change', z: 't', name: 'B', x: 500, y: 100, wires: [['out']] },
  { id: 'out', type: 'debug', z: 't', name: 'Out', x: 700, y: 100, wires: [] },
  { id: 'c', type: 'catch', z: 't', scope: ['a', 'b', 'out'], x: 100, y: 300, wires: [['out']] },
];

const WITH_SUBFLOW: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T' },
  {
    id: 's',
    type: 'subflow',
    name: 'Smooth',
    in: [{ x: 40, y: 80, wires: [{ id: 'x' }] }],
    out: [
      { x: 500, y: 80, wires: [{ id: 'y', port: 0 }] },
      { x: 500, y: 140, wires: [{ id: 's', port: 0 }] },
    ],
    env: [{ name: 'N', type: 'num', value: '5', ui: { label: { 'en-US': 'How many' } } }],
  },
  { id: 'x', type: 'change', z: 's', name: 'X', x: 200, y: 80, wires: [['y']] },
  { id: 'y', type: 'change', z: 's', name: 'Y', x: 360, y: 80, wires: [[]] },
  { id: 'i', type: 'inject', z: 't', x: 100, y: 100, wires: [['u']] },
  { id: 'u', type: 'subflow:s', z: 't', name: '', env: [], x: 300, y: 100, wires: [['d'], ['e']] },
  { id: 'd', type: 'debug', z: 't', x: 500, y: 100, wires: [] },
  { id: 'e', type: 'debug', z: 't', x: 500, y: 160, wires: [] },
];

function on(flow: readonly FlowEntry[]) {
  const { editor, editing } = testEditor(flow);
  const entry = (id: NodeId): FlowEntry => {
    const found = editor.documents.document.get(id);
    if (found === undefined) throw new Error(`${id} is gone`);
    return found;
  };
  const definition = (): FlowEntry => {
    const found = [...editor.documents.document.entries()].find((e) => e.type === 'subflow');
    if (found === undefined) throw new Error('there is no subflow');
    return found;
  };
  const byName = (name: string, flow: NodeId): FlowEntry => {
    const found = editor.documents.document.nodesIn(flow).find((e) => e['name'] === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };
  return { editor, editing, entry, definition, byName };
}

describe('a subflow made of nodes', () => {
  it('has a port for each output that leads out, and an instance in their place', () => {
    const { editor, editing, entry, definition } = on(FLOW);
    expect(editing.subflows.make(['a', 'b'])).toBeUndefined();
    const s = definition();
    const [instance] = editor.selection.current();
    expect(s['in']).toMatchObject([{ wires: [{ id: 'a' }] }]);
    expect(s['out']).toMatchObject([
      { wires: [{ id: 'a', port: 1 }] },
      { wires: [{ id: 'b', port: 0 }] },
    ]);
    expect(s['outputLabels']).toEqual(['A', 'B']);
    expect(entry('a')).toMatchObject({ z: s.id, wires: [['b'], ['b']] });
    expect(entry('b')).toMatchObject({ z: s.id, wires: [[]] });
    expect(entry(instance!)).toMatchObject({
      type: `subflow:${s.id}`,
      z: 't',
      wires: [['out'], ['out']],
    });
    expect(entry('in1')['wires']).toEqual([[instance]]);
    expect(entry('in2')['wires']).toEqual([['out', instance]]);
  });

  it('is heard of by those that heard of its nodes', () => {
    const { editor, editing, entry } = on(FLOW);
    editing.subflows.make(['a', 'b']);
    expect(entry('c')['scope']).toEqual([editor.selection.current()[0], 'out']);
  });

  it('can be undone to the last byte', () => {
    const { editor, editing } = on(FLOW);
    const before = editor.documents.document.write();
    editing.subflows.make(['a', 'b']);
    editing.undo();
    expect(editor.documents.document.write()).toBe(before);
  });

  it('is refused where messages come in at two places', () => {
    const { editor, editing } = on(FLOW);
    const before = editor.documents.document.write();
    expect(editing.subflows.make(['a', 'out'])).toBe('subflow.manyInputs');
    expect(editor.documents.document.write()).toBe(before);
  });

  it('does the same when it is unpacked again', () => {
    const { editor, editing, byName } = on(FLOW);
    editing.subflows.make(['a', 'b']);
    editing.subflows.unpack(editor.selection.current()[0]!);
    const [a, b] = [byName('A', 't'), byName('B', 't')];
    expect(a['wires']).toEqual([[b.id], [b.id, 'out']]);
    expect(b['wires']).toEqual([['out']]);
    expect(byName('In 1', 't')['wires']).toEqual([[a.id]]);
    expect([a['x'], b['x']]).toEqual([300, 500]);
  });
});

describe('unpacking', () => {
  it('joins what the ports joined, and keeps the variables in a group', () => {
    const { editor, editing, entry, byName } = on(WITH_SUBFLOW);
    editing.subflows.unpack('u');
    const [x, y] = [byName('X', 't'), byName('Y', 't')];
    expect(entry('i')['wires']).toEqual([[x.id, 'e']]);
    expect(y['wires']).toEqual([['d']]);
    const group = entry(editor.selection.current()[0]!);
    expect(group).toMatchObject({
      type: 'group',
      name: 'Smooth',
      env: [{ name: 'N', type: 'num', value: '5' }],
    });
    expect([x['g'], y['g']]).toEqual([group.id, group.id]);
    expect(editor.documents.document.has('u')).toBe(false);
    expect(editor.documents.document.has('s')).toBe(true);
  });
});

describe('unpacking an instance that feeds itself', () => {
  it('keeps the loop', () => {
    const looped = WITH_SUBFLOW.map((e) => (e.id === 'u' ? { ...e, wires: [['d', 'u'], []] } : e));
    const { editing, byName } = on(looped);
    editing.subflows.unpack('u');
    expect(byName('Y', 't')['wires']).toEqual([['d', byName('X', 't').id]]);
  });
});

describe('inside of a subflow', () => {
  it('its ports are nodes that are wired', () => {
    const { editor, editing, entry } = on(WITH_SUBFLOW);
    editor.selection.enter('s');
    const { document } = editor.documents;
    expect(document.nodesIn('s').map((n) => n.id)).toEqual(['x', 'y', 's#in0', 's#out0', 's#out1']);
    expect(document.wiresFrom(document.get('y')!)).toEqual([['s#out0']]);
    expect(document.wiresFrom(document.get('s#in0')!)).toEqual([['x', 's#out1']]);
    expect(document.sourcesOf('s#out1')).toEqual([{ node: 's#in0', port: 0 }]);

    editing.connect('x', 0, 's#out1');
    editing.disconnect({ source: 's#in0', port: 0, target: 's#out1' });
    expect(entry('s')['out']).toMatchObject([{}, { wires: [{ id: 'x', port: 0 }] }]);
    expect(entry('x')['wires']).toEqual([['y']]);
  });

  it('ports are moved, and are no part of what is copied, grouped or switched off', () => {
    const { editor, editing, entry } = on(WITH_SUBFLOW);
    editor.selection.enter('s');
    editing.move(['s#out0'], 20, 40);
    expect(entry('s')['out']).toMatchObject([
      { x: 520, y: 120 },
      { x: 500, y: 140 },
    ]);
    editor.selection.select(['s#in0', 'y']);
    expect(JSON.parse(editing.copyText()!)).toHaveLength(1);
    editing.toggleEnabled(['s#in0', 'y']);
    editing.groups.make(['s#in0', 'y']);
    expect(entry(editor.selection.current()[0]!)['nodes']).toEqual(['y']);
    expect(editor.documents.document.write()).not.toContain('#');
  });

  it('an output taken away takes the wires of instances along', () => {
    const { editor, editing, entry } = on(WITH_SUBFLOW);
    editor.selection.enter('s');
    editor.selection.select(['s#out0']);
    editing.removeSelected(false);
    expect(entry('s')['out']).toMatchObject([{ wires: [{ id: 's', port: 0 }] }]);
    expect(entry('u')['wires']).toEqual([['e']]);
  });

  it('several ports are taken away at once', () => {
    const { editor, editing, entry } = on(WITH_SUBFLOW);
    editor.selection.enter('s');
    editor.selection.select(['s#in0', 's#out0', 's#out1']);
    editing.removeSelected(false);
    expect(entry('s')).toMatchObject({ in: [], out: [] });
    expect(entry('u')['wires']).toEqual([]);
    expect(entry('i')['wires']).toEqual([[]]);
  });

  it('an input taken away leaves no wire from the input of the subflow around', () => {
    const { editor, editing, entry } = on([
      ...WITH_SUBFLOW,
      { id: 'o', type: 'subflow', name: 'O', in: [{ x: 0, y: 0, wires: [{ id: 'v' }] }], out: [] },
      { id: 'v', type: 'subflow:s', z: 'o', x: 200, y: 0, wires: [[], []] },
    ]);
    editor.selection.enter('s');
    editor.selection.select(['s#in0']);
    editing.removeSelected(false);
    expect(entry('o')['in']).toMatchObject([{ wires: [] }]);
  });

  it('a node that is deleted leaves no wire behind at a port', () => {
    const { editor, editing, entry } = on(WITH_SUBFLOW);
    editor.selection.enter('s');
    editor.selection.select(['y']);
    editing.removeSelected(true);
    expect(entry('s')['out']).toMatchObject([{ wires: [{ id: 'x', port: 0 }] }, {}]);
    expect(entry('x')['wires']).toEqual([[]]);
  });

  it('a new output is one more of each instance, and there is one input at most', () => {
    const { editor, editing, entry } = on(WITH_SUBFLOW);
    editing.subflows.addPort('s', 'out');
    expect(entry('u')['wires']).toEqual([['d'], ['e'], []]);
    const before = editor.documents.document.write();
    editing.subflows.addPort('s', 'in');
    expect(editor.documents.document.write()).toBe(before);
  });

  it('no instance of it can stand, by any way', () => {
    const { editor, editing } = on(WITH_SUBFLOW);
    editor.selection.select(['u']);
    const copied = editing.copyText()!;
    editor.selection.enter('s');
    const before = editor.documents.document.write();
    const type = editor.types.getState().types.get('subflow:s', editor.documents.document)!;
    expect(editing.addNode({ type, at: { x: 0, y: 0 } })).toBeUndefined();
    editing.paste(copied, undefined);
    expect(editor.documents.document.write()).toBe(before);
  });

  it('one gets back to where one came from', () => {
    const { editor } = on(WITH_SUBFLOW);
    editor.selection.enter('s');
    expect(editor.selection.state.flow).toBe('s');
    expect(editor.selection.leave()).toBe(true);
    expect(editor.selection.state.flow).toBe('t');
    expect(editor.selection.leave()).toBe(false);
  });
});

describe('a subflow that is deleted', () => {
  it('takes its instances along', () => {
    const { editor, editing, entry } = on(WITH_SUBFLOW);
    editing.removeFlow('s');
    expect(['s', 'x', 'y', 'u'].some((id) => editor.documents.document.has(id))).toBe(false);
    expect(entry('i')['wires']).toEqual([[]]);
    expect(editor.selection.state.flow).toBe('t');
  });
});
