// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { FlowEntry } from '../model/flow-entry';
import { flushPendingEdits } from '../store/pending-edits';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import { EditPanel } from './edit-panel';

afterEach(cleanup);

const TAB: FlowEntry = { id: 't', type: 'tab', label: 'T' };

function open(...entries: FlowEntry[]) {
  const { editor, editing, problems } = testEditor([TAB, ...entries]);
  editor.selection.select([entries[0]!.id]);
  renderIn({ editing, problems }, editor, <EditPanel />);
  return {
    editor,
    value: (key: string) => editor.documents.document.get(entries[0]!.id)?.[key],
  };
}

function type(name: string, text: string): void {
  const field = screen.getByRole('textbox', { name });
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: text } });
  fireEvent.blur(field);
}

const node = (part: Partial<FlowEntry> & { readonly type: string }): FlowEntry => ({
  id: 'n',
  z: 't',
  name: '',
  x: 0,
  y: 0,
  wires: [[]],
  ...part,
});

describe('a form', () => {
  it('writes a text when its field is left', () => {
    const { value } = open(node({ type: 'mqtt out', topic: '' }));
    type('Topic', 'home/fan');
    expect(value('topic')).toBe('home/fan');
  });

  it('says at once what is wrong with a topic', () => {
    open(node({ type: 'mqtt out', topic: '' }));
    type('Topic', 'home/#');
    const field = screen.getByRole('textbox', { name: 'Topic' });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(/can’t have/)).toBeTruthy();
  });

  it('puts back the old value on Esc', () => {
    const { value, editor } = open(node({ type: 'mqtt out', topic: 'a' }));
    const field = screen.getByRole('textbox', { name: 'Topic' });
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: 'b' } });
    fireEvent.keyDown(field, { key: 'Escape' });
    act(() => flushPendingEdits());
    expect(value('topic')).toBe('a');
    expect(editor.documents.state.changed.size).toBe(0);
  });

  it('keeps numbers in the form the file has', () => {
    const { value } = open(node({ type: 'range', minin: '', maxin: '', minout: '', maxout: '' }));
    type('Input from', '1,5');
    expect(value('minin')).toBe('1.5');
  });

  it('keeps the type of a choice', () => {
    const { value } = open(node({ type: 'mqtt in', qos: '2' }));
    fireEvent.click(screen.getByRole('radio', { name: '0' }));
    expect(value('qos')).toBe('0');
  });

  it('switches a flag by its row', () => {
    const { value } = open(node({ type: 'debug', tosidebar: true }));
    fireEvent.click(screen.getByRole('switch', { name: 'Show in the debug view' }));
    expect(value('tosidebar')).toBe(false);
  });

  it('writes a typed value into its two keys', () => {
    const { value } = open(
      node({ type: 'switch', property: 'payload', propertyType: 'msg', rules: [] }),
    );
    fireEvent.change(screen.getByRole('combobox', { name: 'Type of Property' }), {
      target: { value: 'flow' },
    });
    type('Property', 'limit');
    expect([value('property'), value('propertyType')]).toEqual(['limit', 'flow']);
  });

  it('gives a type without a field its fixed value', () => {
    const { value } = open(node({ type: 'debug', complete: 'payload', targetType: 'msg' }));
    fireEvent.change(screen.getByRole('combobox', { name: 'Type of Show' }), {
      target: { value: 'full' },
    });
    expect([value('complete'), value('targetType')]).toEqual(['true', 'full']);
  });

  it('moves the wires of a row along with it, and counts rows as outputs', () => {
    const rules = ['1', '2'].map((v) => ({ t: 'eq', v, vt: 'num' }));
    const { value } = open(
      node({ type: 'switch', property: 'payload', rules, outputs: 2, wires: [['x'], ['y']] }),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Move row 2 up' }));
    expect(value('wires')).toEqual([['y'], ['x']]);
    fireEvent.click(screen.getByRole('button', { name: 'Add to Rules' }));
    expect(value('outputs')).toBe(3);
    expect(value('wires')).toEqual([['y'], ['x'], []]);
    fireEvent.click(screen.getByRole('button', { name: 'Remove row 1' }));
    expect(value('wires')).toEqual([['x'], []]);
  });

  it('shows and writes a value that an older file has in the node', () => {
    const props = [{ p: 'payload' }, { p: 'topic', vt: 'str' }];
    const { value, editor } = open(
      node({ type: 'inject', props, payload: '42', payloadType: 'num', topic: 'a/b' }),
    );
    expect(screen.getByRole('textbox', { name: 'Value 1' })).toHaveProperty('value', '42');
    expect(editor.documents.state.changed.size).toBe(0);
    type('Value 2', 'a/c');
    expect(value('topic')).toBe('a/c');
    expect(value('props')).toEqual([
      { p: 'payload', v: '42', vt: 'num' },
      { p: 'topic', v: 'a/c', vt: 'str' },
    ]);
  });

  it('shows what a node of an older file does, and leaves its keys alone', () => {
    const { value, editor } = open(node({ type: 'csv', temp: 'a,b' }));
    expect(screen.getByRole('radio', { name: 'legacy' })).toHaveProperty('checked', true);
    expect(screen.getByLabelText('Separator', { selector: 'input' })).toHaveProperty('value', ',');
    expect(editor.documents.state.changed.size).toBe(0);
    type('Columns', 'a');
    expect([value('spec'), value('sep'), value('ret')]).toEqual([undefined, undefined, undefined]);
  });

  it('reads a value as older files mean it', () => {
    const { value } = open(node({ type: 'debug', complete: 'false' }));
    expect(screen.getByRole('combobox', { name: 'Show' })).toHaveProperty('value', 'payload');
    expect(value('complete')).toBe('false');
    cleanup();
    open(node({ type: 'debug', complete: 'true' }));
    expect(screen.getByRole('combobox', { name: 'Type of Show' })).toHaveProperty('value', 'full');
  });

  it('tells a value without a type by what it is, and writes it with one', () => {
    const { value } = open(
      node({
        type: 'switch',
        rules: [
          { t: 'eq', v: '3' },
          { t: 'eq', v: 'x' },
        ],
      }),
    );
    expect(screen.getByRole('combobox', { name: 'Type of Value 1' })).toHaveProperty(
      'value',
      'num',
    );
    expect(screen.getByRole('combobox', { name: 'Type of Value 2' })).toHaveProperty(
      'value',
      'str',
    );
    type('Value 1', '4');
    expect(value('rules')).toEqual([
      { t: 'eq', v: '4', vt: 'num' },
      { t: 'eq', v: 'x' },
    ]);
  });

  it('hides fields that don’t apply and keeps their value', () => {
    const { value } = open(
      node({ type: 'switch', rules: [{ t: 'btwn', v: '1', vt: 'num', v2: '5', v2t: 'num' }] }),
    );
    expect(screen.getByRole('textbox', { name: 'and 1' })).toHaveProperty('value', '5');
    fireEvent.change(screen.getByRole('combobox', { name: 'Rule 1' }), { target: { value: '0' } });
    expect(screen.queryByRole('textbox', { name: 'and 1' })).toBeNull();
    expect(value('rules')).toEqual([{ t: 'eq', v: '1', vt: 'num', v2: '5', v2t: 'num' }]);
  });

  it('opens shared settings as a page and keeps secrets out of the document', () => {
    const { editor } = open(node({ type: 'mqtt in', broker: 'k' }), {
      id: 'k',
      type: 'mqtt-broker',
      name: 'House',
      broker: 'h',
    });
    fireEvent.click(screen.getByRole('button', { name: 'Edit Broker' }));
    const password = screen.getByLabelText('Password');
    fireEvent.change(password, { target: { value: 's3cret' } });
    expect(editor.documents.document.write()).not.toContain('s3cret');
    expect(editor.secrets.state.typed.get('k')).toEqual({ password: 's3cret' });
    fireEvent.click(screen.getByRole('button', { name: /Back to/ }));
    expect(screen.getByRole('textbox', { name: 'Topic' })).toBeTruthy();
  });

  const CONNECTIONS: readonly FlowEntry[] = [
    { id: 'l', type: 'websocket-listener', name: '', path: '/ws' },
    { id: 'c', type: 'websocket-client', name: 'Sensors', path: 'ws://example.org' },
  ];

  it('shows the one of two connections that is in use, and empties it for the other', () => {
    const { value, editor } = open(
      node({ type: 'websocket out', server: 'l', client: '' }),
      ...CONNECTIONS,
    );
    const keys = Object.keys(editor.documents.document.get('n') ?? {});
    expect(screen.getByRole('radio', { name: 'Listen on' })).toHaveProperty('checked', true);
    expect(screen.getByRole('combobox', { name: 'Listen on' })).toHaveProperty('value', 'l');
    expect(screen.queryByRole('combobox', { name: 'Connect to' })).toBeNull();

    fireEvent.click(screen.getByRole('radio', { name: 'Connect to' }));
    expect(screen.queryByRole('combobox', { name: 'Listen on' })).toBeNull();
    const picker = screen.getByRole('combobox', { name: 'Connect to' });
    expect(picker.getAttribute('aria-invalid')).toBe('true');
    expect([value('server'), value('client')]).toEqual(['', '']);

    fireEvent.change(picker, { target: { value: 'c' } });
    expect([value('server'), value('client')]).toEqual(['', 'c']);
    expect(Object.keys(editor.documents.document.get('n') ?? {})).toEqual(keys);
  });

  it('shows the client where both are set, since that is the one that counts', () => {
    open(node({ type: 'websocket in', server: 'l', client: 'c' }), ...CONNECTIONS);
    expect(screen.getByRole('radio', { name: 'Connect to' })).toHaveProperty('checked', true);
  });

  it('calls shared settings without a name by what they say', () => {
    open(node({ type: 'websocket in', server: 'l', client: '' }), ...CONNECTIONS);
    expect(screen.getByRole('option', { name: '/ws' })).toBeTruthy();
  });

  it('can be without settings that need not be there', () => {
    const { value } = open(node({ type: 'http request', tls: 'k' }), {
      id: 'k',
      type: 'tls-config',
      name: 'Own',
    });
    fireEvent.click(screen.getByText('More'));
    fireEvent.change(screen.getByRole('combobox', { name: 'TLS' }), { target: { value: '' } });
    expect(value('tls')).toBe('');
  });

  it('offers the usual headers and their values', () => {
    const { value } = open(
      node({ type: 'http response', headers: { 'content-type': '', etag: '' } }),
    );
    const options = (name: string): string[] => {
      const list = screen.getByRole('combobox', { name }).getAttribute('list') ?? '';
      return Array.from(
        document.getElementById(list)?.children ?? [],
        (o) => o.getAttribute('value') ?? '',
      );
    };
    expect(options('Name 1')).toEqual(['content-type', 'location']);
    expect(options('Value 1')).toContain('application/json');
    expect(screen.getByRole('textbox', { name: 'Value 2' })).toBeTruthy();
    const field = screen.getByRole('combobox', { name: 'Value 1' });
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: 'text/csv' } });
    fireEvent.blur(field);
    expect(value('headers')).toEqual({ 'content-type': 'text/csv', etag: '' });
  });

  it('links nodes on other tabs at both ends, in one step that can be undone', () => {
    const { editor, value } = open(
      node({ type: 'link out', mode: 'link', links: ['gone'] }),
      { id: 'o', type: 'tab', label: 'Alarms' },
      node({ id: 'in', z: 'o', type: 'link in', name: 'notify', links: [] }),
    );
    fireEvent.click(screen.getByRole('checkbox', { name: 'Alarms › notify' }));
    expect(value('links')).toEqual(['gone', 'in']);
    expect(editor.documents.document.get('in')?.['links']).toEqual(['n']);

    fireEvent.click(screen.getByRole('checkbox', { name: 'gone (no longer there)' }));
    expect(value('links')).toEqual(['in']);
    editor.documents.undo();
    editor.documents.undo();
    expect(editor.documents.document.get('in')?.['links']).toEqual([]);
  });

  it('calls one node', () => {
    const { value } = open(
      node({ type: 'link call', links: ['a'], linkType: 'static' }),
      node({ id: 'a', type: 'link in', name: 'first', links: [] }),
      node({ id: 'b', type: 'link in', name: 'second', links: [] }),
    );
    fireEvent.click(screen.getByRole('radio', { name: 'second' }));
    expect(value('links')).toEqual(['b']);
  });

  it('finds a link among many', () => {
    open(
      node({ type: 'link out', mode: 'link', links: [] }),
      ...Array.from({ length: 9 }, (_, i) =>
        node({ id: `l${i}`, type: 'link in', name: `place ${i}`, links: [] }),
      ),
    );
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'CE 7' } });
    expect(screen.getAllByRole('checkbox').map((box) => box.parentElement?.textContent)).toEqual([
      'place 7',
    ]);
  });

  it('shows what it doesn’t know as it is', () => {
    open(node({ type: 'ui_gauge', min: 3 }));
    expect(screen.getByText(/"min": 3/)).toBeTruthy();
  });
});

describe('environment variables', () => {
  const GROUP: FlowEntry = { id: 'g', type: 'group', z: 't', name: 'G', nodes: [], x: 0, y: 0 };

  it('of a group are rows of names and typed values', () => {
    const { value } = open({ ...GROUP, env: [{ name: 'A', type: 'num', value: '1' }] });
    type('Value 1', '2');
    expect(value('env')).toEqual([{ name: 'A', type: 'num', value: '2' }]);
    fireEvent.click(screen.getByRole('button', { name: 'Add to Environment variables' }));
    type('Name 2', 'A');
    expect(screen.getByText('This is in the list already')).toBeTruthy();
  });

  it('that are secret have no field which would write them into the file', () => {
    open({ ...GROUP, env: [{ name: 'PIN', type: 'cred' }] });
    expect(screen.getByRole('textbox', { name: 'Name 1' })).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Value 1' })).toBeNull();
    expect(screen.getByText('secret')).toBeTruthy();
  });

  it('of a subflow are the fields of its instances', () => {
    const { value } = open(
      { id: 'u', type: 'subflow:s', z: 't', name: '', env: [], x: 0, y: 0, wires: [] },
      {
        id: 's',
        type: 'subflow',
        name: 'S',
        env: [{ name: 'N', type: 'num', value: '5', ui: { label: { 'en-US': 'How many' } } }],
      },
    );
    type('How many', '8');
    expect(value('env')).toEqual([{ name: 'N', type: 'num', value: '8' }]);
    fireEvent.click(screen.getByRole('button', { name: 'Take all as the subflow has them' }));
    expect(value('env')).toEqual([]);
  });

  it('that are secret are in the file without their value, until that is undone', () => {
    const { editor, value } = open(
      { id: 'u', type: 'subflow:s', z: 't', name: '', env: [], x: 0, y: 0, wires: [] },
      { id: 's', type: 'subflow', name: 'S', env: [{ name: 'PIN', type: 'cred' }] },
    );
    act(() => editor.secrets.type('u', 'PIN', '1234'));
    expect(value('env')).toEqual([{ name: 'PIN', value: '', type: 'cred' }]);
    act(() => void editor.documents.undo());
    expect(value('env')).toEqual([]);
    expect(editor.documents.state.redo).toHaveLength(1);
  });
});
