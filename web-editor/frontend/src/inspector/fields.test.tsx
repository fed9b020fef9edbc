// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { CanvasCore } from '../canvas/canvas-core';
import { WireModeKeys } from '../canvas/wire-mode';
import type { FlowEntry } from '../model/flow-entry';
import { flushPendingEdits } from '../store/pending-edits';
import { testEditor } from '../store/testing';
import { PartsProvider } from '../ui/editor-context';
import { EditPanel } from './edit-panel';

afterEach(cleanup);

const TAB: FlowEntry = { id: 't', type: 'tab', label: 'T' };

function open(...entries: FlowEntry[]) {
  const { editor, editing, problems } = testEditor([TAB, ...entries]);
  const core = new CanvasCore(editor, editing, { title: '', summary: '' });
  const wireMode = new WireModeKeys(editor, core);
  editor.selection.select([entries[0]!.id]);
  render(
    <PartsProvider value={{ editor, editing, core, wireMode, problems }}>
      <EditPanel />
    </PartsProvider>,
  );
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

  it('shows what it doesn’t know as it is', () => {
    open(node({ type: 'ui_gauge', min: 3 }));
    expect(screen.getByText(/"min": 3/)).toBeTruthy();
  });
});
