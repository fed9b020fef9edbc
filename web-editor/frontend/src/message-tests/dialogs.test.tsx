// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MessageTest } from '../model/message-test';
import type { MessageTests } from '../store/editor';
import { sampleTypes } from '../model/testing';
import { testEditor } from '../store/testing';
import type { RecordFrom } from '../store/view-store';
import { renderIn } from '../ui/testing';
import RecordDialog from './record-dialog';
import { RecordingLine } from './recording-line';
import TestDialog from './test-dialog';

afterEach(cleanup);

const RECORDED: MessageTest = {
  id: '1',
  name: 'Greenhouse',
  flow: 't',
  inputs: [{ from: 'press', port: 0, message: { payload: 31.5 } }],
  outputs: { hot: { 0: [{ payload: 'ON', topic: 'fan', at: Date.now() }] } },
};

function start(permissions?: string) {
  const {
    editor: plain,
    editing,
    problems,
  } = testEditor([
    { id: 't', type: 'tab', label: 'Greenhouse' },
    { id: 'g', type: 'group', z: 't', name: 'Heating', x: 0, y: 0 },
    { id: 'press', type: 'inject', z: 't', name: 'Sensor', x: 0, y: 0, wires: [['hot']] },
    { id: 'hot', type: 'switch', z: 't', g: 'g', name: 'Too hot?', x: 0, y: 0, wires: [['fan']] },
    { id: 'fan', type: 'debug', z: 't', g: 'g', name: 'Fan', x: 0, y: 0, wires: [] },
  ]);
  const tests = {
    ...plain.engine.tests,
    record: vi.fn(),
    stop: vi.fn(),
    discard: vi.fn(),
    keep: vi.fn<MessageTests['keep']>(() => Promise.resolve()),
  };
  const editor = { ...plain, engine: { ...plain.engine, tests } };
  if (permissions !== undefined) {
    editor.session.set({ user: { name: 'x', permissions: [permissions] } });
  }
  return { editor, editing, problems, tests };
}

describe('record as test', () => {
  function open(from: RecordFrom, selected: readonly string[] = []) {
    const started = start();
    started.editor.selection.select(selected);
    renderIn(started, started.editor, <RecordDialog from={from} />);
    return started;
  }

  const choices = () =>
    screen.getAllByRole('radio').map((radio) => radio.parentElement?.textContent);

  it('offers what is selected first, then the group around it and the flow', () => {
    const { tests } = open({}, ['hot']);
    expect(choices()).toEqual(['Node Too hot?', 'Group Heating, 2 nodes', 'Flow Greenhouse']);
    fireEvent.click(screen.getByRole('radio', { name: 'Group Heating, 2 nodes' }));
    fireEvent.change(screen.getByLabelText('Messages that come in'), { target: { value: '3' } });
    fireEvent.submit(document.querySelector('form')!);
    expect(tests.record).toHaveBeenCalledWith({
      scope: { kind: 'group', flow: 't', nodes: ['hot', 'fan'], of: 'g' },
      what: 'Group Heating, 2 nodes',
      messages: 3,
      seconds: 30,
      message: undefined,
    });
  });

  it('is about what runs: nodes that aren’t deployed are left out', () => {
    const started = start();
    const { editor, editing } = started;
    const added = editing.addNode({ type: sampleTypes().get('debug')!, at: { x: 0, y: 0 } });
    editor.selection.select([added ?? '']);
    renderIn(started, editor, <RecordDialog from={{}} />);
    expect(choices()).toEqual(['Flow Greenhouse']);
    expect(screen.getByRole('note').textContent).toContain('1 edit that isn’t deployed');
  });

  it('begins with the group that was pointed at', () => {
    open({ group: 'g' });
    expect(choices()).toEqual(['Group Heating, 2 nodes', 'Flow Greenhouse']);
  });

  it('is about what comes of a message, which is sent again', () => {
    const message = { output: { node: 'press', port: 0 }, number: 4 };
    const { tests } = open({ message });
    expect(choices()).toEqual(['What comes after Sensor, 2 nodes']);
    expect(screen.getByText(/sent into the running flow once more/)).toBeTruthy();
    fireEvent.submit(document.querySelector('form')!);
    expect(tests.record).toHaveBeenCalledWith(expect.objectContaining({ message, messages: 1 }));
  });

  it('doesn’t start with bounds that the engine would refuse, and tells of edits', () => {
    const { editing, tests } = open({});
    fireEvent.change(screen.getByLabelText('or seconds'), { target: { value: '61' } });
    expect(screen.getByRole('button', { name: 'Start', hidden: true })).toHaveProperty(
      'disabled',
      true,
    );
    fireEvent.submit(document.querySelector('form')!);
    expect(tests.record).not.toHaveBeenCalled();
    act(() => editing.update('hot', { name: 'Hot' }, 'Name'));
    expect(screen.getByRole('note').textContent).toContain('1 edit that isn’t deployed');
  });
});

describe('the line over the flow', () => {
  it('says how far a recording is, and stops or gives it up', () => {
    const started = start();
    const { editor, tests } = started;
    renderIn(started, editor, <RecordingLine />);
    act(() => {
      editor.runtime.set({ now: 9000 });
      editor.tests.set({
        recording: {
          id: 'r',
          what: 'Node Too hot?',
          messages: 5,
          seconds: 30,
          startedAt: 2000,
          came: 2,
          isEnding: false,
        },
      });
    });
    expect(screen.getByText(/2 of 5 messages, 7 of 30 s/)).toBeTruthy();
    expect(screen.getByRole('progressbar')).toHaveProperty('value', 0.4);
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(tests.stop).toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
    expect(tests.discard).toHaveBeenCalled();
  });

  it('keeps what was recorded at hand until it has a name, and says what was refused', () => {
    const started = start();
    const { editor } = started;
    renderIn(started, editor, <RecordingLine />);
    act(() => editor.tests.set({ recorded: { test: RECORDED, incomplete: [] } }));
    fireEvent.click(screen.getByRole('button', { name: 'Name it…' }));
    expect(editor.view.state.open).toEqual({ kind: 'test', id: undefined });
    act(() => editor.tests.set({ recorded: undefined, fault: 'node hot is not there' }));
    expect(screen.getByText('node hot is not there')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(editor.tests.state.fault).toBe('');
  });
});

describe('the dialog of a test', () => {
  function open(permissions?: string) {
    const started = start(permissions);
    started.editor.tests.set({
      recorded: { test: RECORDED, incomplete: ['Sensor sent too fast.'] },
    });
    renderIn(started, started.editor, <TestDialog id={undefined} />);
    return started;
  }
  const box = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name });

  it('shows what was recorded, and lets times differ by itself', () => {
    open();
    expect(screen.getByText('Sensor sent too fast.')).toBeTruthy();
    expect(screen.getByRole('heading', { name: '1 message goes in' })).toBeTruthy();
    expect(screen.getByText('out of Sensor, output 1')).toBeTruthy();
    expect(screen.getByText('Too hot?, output 1')).toBeTruthy();
    expect(box(/^payload/).checked).toBe(true);
    expect(box(/^at/).checked).toBe(false);
    expect(screen.getByText('looks like a time')).toBeTruthy();
  });

  it('keeps it under a name with the fields that may differ', async () => {
    const { editor, tests } = open();
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: ' Fan ' } });
    fireEvent.click(box(/^topic/));
    const other = screen.getByLabelText('Another field that may differ');
    fireEvent.change(other, { target: { value: 'not a path' } });
    fireEvent.keyDown(other, { key: 'Enter' });
    expect(screen.getByText(/is not a path/)).toBeTruthy();
    fireEvent.change(other, { target: { value: 'msg.req.time' } });
    fireEvent.keyDown(other, { key: 'Enter' });
    fireEvent.submit(document.querySelector('form')!);
    await waitFor(() => expect(editor.view.state.left).toBe('tests'));
    expect(tests.keep).toHaveBeenCalledWith({
      ...RECORDED,
      name: 'Fan',
      ignore: ['at', 'topic', 'req.time'],
    });
    expect(editor.view.state.open).toBeUndefined();
  });

  it('says why it can’t be kept, and stays', async () => {
    const { editor, tests } = open();
    editor.view.set({ open: { kind: 'test', id: undefined } });
    tests.keep.mockRejectedValueOnce(new Error('two tests have the name "Fan"'));
    fireEvent.submit(document.querySelector('form')!);
    expect((await screen.findByText(/two tests have the name/)).getAttribute('role')).toBe('alert');
    expect(editor.view.state.open).toBeDefined();
  });

  it('can only be looked at by those who only read', () => {
    open('read');
    expect(screen.queryByRole('button', { name: 'Keep', hidden: true })).toBeNull();
    expect(box(/^payload/).disabled).toBe(true);
    expect(screen.getByLabelText('Name')).toHaveProperty('readOnly', true);
  });
});
