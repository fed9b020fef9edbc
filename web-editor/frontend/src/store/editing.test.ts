import { describe, expect, it } from 'vitest';
import { wiresOf, type FlowEntry } from '../model/flow-entry';
import { testEditor } from './testing';

const FLOW: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T' },
  { id: 'a', type: 'inject', z: 't', name: 'A', x: 100, y: 100, wires: [['c']] },
  { id: 'c', type: 'debug', z: 't', name: 'C', x: 500, y: 100, wires: [] },
];

describe('adding', () => {
  it('a first mqtt node brings the built-in broker, and undo takes both away', () => {
    const { editor, editing } = testEditor(FLOW);
    const before = editor.documents.document.write();
    const type = editor.types.getState().types.get('mqtt in')!;
    const id = editing.addNode({ type, at: { x: 100, y: 300 }, values: { topic: 'a/b' } })!;
    const { document } = editor.documents;
    const broker = document.configNodes('mqtt-broker')[0]!;
    expect(document.get(id)).toMatchObject({ topic: 'a/b', broker: broker.id });
    expect(broker).toMatchObject({ broker: 'localhost', port: 1883 });
    editing.undo();
    expect(editor.documents.document.write()).toBe(before);
  });

  it('a second one uses the broker that is there', () => {
    const { editor, editing } = testEditor([...FLOW, { id: 'k', type: 'mqtt-broker' }]);
    const type = editor.types.getState().types.get('mqtt out')!;
    const id = editing.addNode({ type, at: { x: 100, y: 300 } })!;
    expect(editor.documents.document.get(id)?.['broker']).toBe('k');
  });

  it('never covers another node', () => {
    const { editor, editing } = testEditor(FLOW);
    const type = editor.types.getState().types.get('function')!;
    const id = editing.addNode({ type, at: { x: 104, y: 97 } })!;
    expect(editor.documents.document.get(id)).toMatchObject({ x: 100, y: 160 });
  });

  it('into a wire joins what the wire joined', () => {
    const { editor, editing } = testEditor(FLOW);
    const type = editor.types.getState().types.get('function')!;
    const id = editing.addNode({
      type,
      at: { x: 300, y: 100 },
      onWire: { source: 'a', port: 0, target: 'c' },
    })!;
    const { document } = editor.documents;
    expect(wiresOf(document.get('a')!)).toEqual([[id]]);
    expect(wiresOf(document.get(id)!)).toEqual([['c']]);
  });

  it('numbers types that name themselves', () => {
    const { editor, editing } = testEditor(FLOW);
    const type = editor.types.getState().types.get('debug')!;
    const [one, two] = [0, 1].map(() => editing.addNode({ type, at: { x: 0, y: 0 } })!);
    expect(editor.documents.document.get(one!)?.['name']).toBe('debug 1');
    expect(editor.documents.document.get(two!)?.['name']).toBe('debug 2');
  });
});

describe('wiring', () => {
  it('refuses what has no input', () => {
    const { editing } = testEditor(FLOW);
    expect(editing.connect('c', 0, 'a')).toBe(false);
    expect(editing.connect('a', 0, 'a')).toBe(false);
  });
});

describe('the order of flows', () => {
  it('is that of tabs; subflows have none', () => {
    const { editor, editing } = testEditor([
      { id: 't', type: 'tab' },
      { id: 'u', type: 'tab' },
      { id: 's', type: 'subflow', name: 'S' },
    ]);
    editing.moveFlow('s', 1);
    editing.moveFlow('u', 1);
    editing.moveFlow('u', -1);
    expect(editor.documents.document.list.map((e) => e.id)).toEqual(['u', 't', 's']);
    expect(editor.documents.state.undo).toHaveLength(1);
  });
});

describe('the history', () => {
  it('joins the edits of one visit to a field', () => {
    const { editor, editing } = testEditor(FLOW);
    editing.update('a', { name: 'A1' }, 'Name', 'visit 1');
    editing.update('a', { name: 'A12' }, 'Name', 'visit 1');
    expect(editor.documents.state.undo).toHaveLength(1);
    editing.undo();
    expect(editor.documents.document.get('a')?.['name']).toBe('A');
  });

  it('counts what differs from the engine, back to nothing by undo', () => {
    const { editor, editing } = testEditor(FLOW);
    editor.selection.select(['a']);
    editing.removeSelected(false);
    expect([...editor.documents.state.changed]).toEqual(['a']);
    editing.undo();
    expect(editor.documents.state.changed.size).toBe(0);
    expect(editor.selection.current()).toEqual(['a']);
  });

  it('survives a deploy: undoing past it makes the flow changed again', () => {
    const { editor, editing } = testEditor(FLOW);
    editing.move(['a'], 10, 0);
    editor.documents.deployed(editor.documents.document, 'next');
    expect(editor.documents.state.changed.size).toBe(0);
    editing.undo();
    expect([...editor.documents.state.changed]).toEqual(['a']);
  });
});

describe('a locked flow', () => {
  it('stays as it is', () => {
    const { editor, editing } = testEditor([{ ...FLOW[0]!, locked: true }, ...FLOW.slice(1)]);
    editor.selection.select(['a']);
    editing.removeSelected(false);
    editing.move(['a'], 10, 0);
    expect(editor.documents.state.changed.size).toBe(0);
  });
});
