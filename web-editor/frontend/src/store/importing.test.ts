import { describe, expect, it } from 'vitest';
import { flowOf, type FlowEntry, type NodeId } from '../model/flow-entry';
import { importPlan } from '../model/import-plan';
import type { ImportChoice } from './importing';
import { testEditor } from './testing';

const HERE: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T' },
  { id: 'a', type: 'inject', z: 't', name: 'Old', x: 100, y: 100, wires: [['x']] },
  { id: 'x', type: 'debug', z: 't', name: 'Goes', x: 300, y: 100, wires: [] },
  { id: 'k', type: 'mqtt-broker', name: 'Mine', broker: 'localhost', port: 1883 },
];

const COMING: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T from elsewhere' },
  { id: 'a', type: 'inject', z: 't', name: 'New', x: 100, y: 100, wires: [['n']] },
  { id: 'n', type: 'mqtt out', z: 't', broker: 'k', x: 300, y: 100, wires: [] },
  {
    id: 'k',
    type: 'mqtt-broker',
    name: 'Theirs',
    broker: '192.168.1.9',
    port: '1884',
    usetls: true,
  },
  { id: 'g', type: 'ui_gauge', z: 't', x: 500, y: 100, wires: [] },
];

const LOOSE: readonly FlowEntry[] = [
  { id: 'l1', type: 'inject', z: 'elsewhere', x: 1000, y: 1000, wires: [['l2', 'gone']] },
  { id: 'l2', type: 'debug', z: 'elsewhere', x: 1200, y: 1000, wires: [] },
];

const COPY: ImportChoice = { known: 'copy', onto: 'flow', ownBroker: new Set() };

function on(flow: readonly FlowEntry[]) {
  const { editor, editing } = testEditor(flow);
  const names = (flowId: NodeId): unknown[] =>
    editor.documents.document.nodesIn(flowId).map((e) => e['name']);
  return { editor, importing: editing.importing, editing, names };
}

describe('an import as copies', () => {
  it('leaves what is here, and opens the flow that came', () => {
    const { editor, importing, names } = on(HERE);
    expect(importing.bringIn(COMING, COPY, undefined)).toBeUndefined();
    const { document } = editor.documents;
    expect(names('t')).toEqual(['Old', 'Goes']);
    expect(document.tabs().map((tab) => tab['label'])).toEqual(['T', 'T from elsewhere']);
    expect(editor.selection.state.flow).toBe(document.tabs()[1]!.id);
  });

  it('puts nodes without a flow onto the one that is seen, selected, or onto a new one', () => {
    const { editor, importing } = on(HERE);
    importing.bringIn(LOOSE, COPY, { x: 400, y: 300 });
    const added = editor.selection.current();
    expect(added.map((id) => editor.documents.document.get(id))).toMatchObject([
      { z: 't', x: 300, y: 300, wires: [[added[1]]] },
      { z: 't', x: 500, y: 300 },
    ]);

    importing.bringIn(LOOSE, { ...COPY, onto: 'new' }, { x: 400, y: 300 });
    const { flow } = editor.selection.state;
    expect(flow).not.toBe('t');
    expect(editor.documents.document.nodesIn(flow)).toMatchObject([{ x: 1000 }, { x: 1200 }]);
  });

  it('is one edit, which can be taken back', () => {
    const { editor, editing, importing } = on(HERE);
    const before = editor.documents.document.write();
    importing.bringIn([...COMING, ...LOOSE], { ...COPY, onto: 'new' }, undefined);
    editing.undo();
    expect(editor.documents.document.write()).toBe(before);
    expect(editor.documents.document.has(editor.selection.state.flow)).toBe(true);
  });

  it('is refused on a locked flow', () => {
    const { importing } = on([{ ...HERE[0]!, locked: true }]);
    expect(importing.bringIn(LOOSE, COPY, undefined)).toBe('canvas.locked');
  });
});

describe('an import in the place of what is here', () => {
  const REPLACE: ImportChoice = { ...COPY, known: 'replace' };

  it('keeps ids, and leaves nothing of a flow that is replaced', () => {
    const { editor, importing } = on(HERE);
    importing.bringIn(COMING, REPLACE, undefined);
    const { document } = editor.documents;
    expect([...document.entries()].map((e) => e.id).sort()).toEqual(['a', 'g', 'k', 'n', 't']);
    for (const entry of COMING) expect(document.get(entry.id)).toEqual(entry);
  });

  it('replaces single nodes where they stand, and keeps the others', () => {
    const { importing, names } = on(HERE);
    importing.bringIn([{ ...COMING[1]!, wires: [['x']] }], REPLACE, undefined);
    expect(names('t')).toEqual(['New', 'Goes']);
  });

  it('needs no new flow for nodes whose flow is here', () => {
    const { editor, importing } = on(HERE);
    importing.bringIn([{ ...COMING[1]!, wires: [] }], { ...REPLACE, onto: 'new' }, undefined);
    expect(editor.documents.document.tabs()).toHaveLength(1);
  });

  it('changes nothing on a locked flow', () => {
    const { editor, importing } = on([{ ...HERE[0]!, locked: true }, ...HERE.slice(1)]);
    const before = editor.documents.document.write();
    expect(importing.bringIn([COMING[1]!], REPLACE, undefined)).toBe('canvas.locked');
    expect(importing.bringIn(COMING, REPLACE, undefined)).toBe('canvas.locked');
    expect(editor.documents.document.write()).toBe(before);
  });

  it('says when there is nothing new', () => {
    const { importing } = on(HERE);
    expect(importing.bringIn(HERE, REPLACE, undefined)).toBe('import.nothingNew');
  });
});

describe('Weir’s own broker', () => {
  it('takes the place of those that one has chosen', () => {
    const { editor, importing } = on([HERE[0]!]);
    importing.bringIn(COMING, { ...COPY, ownBroker: new Set(['k']) }, undefined);
    expect(editor.documents.document.configNodes('mqtt-broker')).toMatchObject([
      { name: 'Theirs', broker: 'localhost', port: 1883, usetls: false },
    ]);
  });
});

describe('the plan of an import', () => {
  const plan = (entries: readonly FlowEntry[], ownPort = 1883) => {
    const { editor } = testEditor(HERE);
    return importPlan(entries, editor.documents.document, editor.types.getState().types, ownPort);
  };

  it('says what comes, what is unknown, and what is here already', () => {
    const found = plan(COMING);
    expect(found.counts).toEqual({ tab: 1, subflow: 0, group: 0, node: 3, config: 1 });
    expect(found.unknown).toEqual(['ui_gauge']);
    expect(found.present.map((e) => e.id)).toEqual(['t', 'a', 'k']);
    expect(found.isLoose).toEqual({ copy: false, replace: false });
    expect(plan(LOOSE).isLoose).toEqual({ copy: true, replace: true });
    expect(plan([HERE[1]!]).isLoose).toEqual({ copy: true, replace: false });
    expect(plan(LOOSE).present).toEqual([]);
  });

  it('asks about brokers, but not about the one that is Weir’s own already', () => {
    expect(plan(COMING).brokers).toMatchObject([{ address: '192.168.1.9:1884', isLocal: false }]);
    const local = { ...HERE[3]!, id: 'other' };
    expect(plan([local]).brokers).toEqual([]);
    expect(plan([local], 11883).brokers).toMatchObject([
      { address: 'localhost:1883', isLocal: true },
    ]);
    expect(plan([HERE[3]!], 11883).brokers).toEqual([]);
  });

  it('names what has secrets, which have to be typed again', () => {
    expect(plan(COMING).secrets.map((e) => e.id)).toEqual(['k']);
  });

  it('places every node that it brings', () => {
    const { editor, importing } = on(HERE);
    importing.bringIn([...COMING, ...LOOSE], COPY, undefined);
    for (const entry of editor.documents.document.entries()) {
      if ('x' in entry) expect(editor.documents.document.has(flowOf(entry))).toBe(true);
    }
  });
});
