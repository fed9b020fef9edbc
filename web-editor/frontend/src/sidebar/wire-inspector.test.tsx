// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wireMessages } from '../model/wire-messages';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import { LivePanel } from './live-panel';

afterEach(cleanup);

const message = (number: number, payload: number) => ({
  number,
  at: number * 1000,
  id: `m${number}`,
  preview: String(payload),
  msg: JSON.stringify({ _msgid: `m${number}`, payload, topic: 'greenhouse' }),
  format: 'Object',
});

function open(answer: unknown, permissions?: string) {
  const {
    editor: plain,
    editing,
    problems,
  } = testEditor([
    { id: 't', type: 'tab' },
    { id: 'a', type: 'function', z: 't', name: 'Sensor', x: 0, y: 0, wires: [['b']] },
    { id: 'b', type: 'function', z: 't', name: 'Too hot?', x: 0, y: 0, wires: [[]] },
  ]);
  const engine = {
    ...plain.engine,
    wireMessages: vi.fn(() => Promise.resolve(wireMessages(answer))),
    messagePath: vi.fn(() =>
      Promise.resolve({
        source: 'a',
        hops: [
          { node: 'b', from: -1, port: 0, atMs: 0.5, tookMs: 1.25, end: 'error', error: 'boom' },
        ],
        over: true,
        cut: false,
      }),
    ),
    sendAgain: vi.fn(() => Promise.resolve(true)),
    send: vi.fn(() => Promise.resolve(true)),
  };
  const editor = { ...plain, engine };
  if (permissions !== undefined)
    editor.session.set({ user: { name: 'x', permissions: [permissions] } });
  editor.view.set({ inspected: { node: 'a', port: 0 } });
  renderIn({ editing, problems }, editor, <LivePanel />);
  return { editor, engine };
}

const TWO = { messages: [message(1, 20), message(2, 24)] };

describe('the wire inspector', () => {
  it('shows the latest messages of an output, newest first, and what their numbers do', async () => {
    open(TWO);
    const rows = await screen.findAllByRole('listitem');
    expect(screen.getByRole('heading', { name: 'Sensor, output 1' })).toBeTruthy();
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('24Copy value'),
      expect.stringContaining('20Copy value'),
    ]);
    expect(rows[0]?.textContent).toMatch(/^\d\d:00:02\.000\+1\.0 s/);
    expect(screen.getByText('20 to 24, mean 22')).toBeTruthy();
  });

  it('asks again when something was sent, and goes back to all messages', async () => {
    const { editor, engine } = open(TWO);
    await screen.findAllByRole('listitem');
    editor.wires.take([['a', 0, 3, 1, '25', 0]], Date.now());
    await waitFor(() => expect(engine.wireMessages).toHaveBeenCalledTimes(2));
    fireEvent.click(screen.getByRole('button', { name: 'Back to all messages' }));
    expect(editor.view.state.inspected).toBeUndefined();
    expect(await screen.findByRole('searchbox')).toBeTruthy();
  });

  it('sends a message again, as it was or changed', async () => {
    const { engine } = open(TWO);
    fireEvent.click((await screen.findAllByRole('button', { name: 'Send again' }))[0]!);
    expect(engine.sendAgain).toHaveBeenCalledWith({ node: 'a', port: 0 }, 2);

    fireEvent.click(screen.getAllByRole('button', { name: 'Edit and send' })[1]!);
    const field = screen.getByLabelText<HTMLTextAreaElement>('Message');
    expect(JSON.parse(field.value)).toEqual({ payload: 20, topic: 'greenhouse' });
    fireEvent.change(field, { target: { value: '{"payload": 3' } });
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(screen.getByText(/This is not JSON/)).toBeTruthy();
    expect(engine.send).not.toHaveBeenCalled();

    fireEvent.change(field, { target: { value: '{"payload": 30}' } });
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(engine.send).toHaveBeenCalledWith({ node: 'a', port: 0 }, { payload: 30 });
    await waitFor(() => expect(screen.queryByLabelText('Message')).toBeNull());
  });

  it('shows where a message went', async () => {
    const { editor, engine } = open(TWO);
    fireEvent.click((await screen.findAllByRole('button', { name: 'Where it went' }))[0]!);
    expect(engine.messagePath).toHaveBeenCalledWith('m2');
    fireEvent.click(await screen.findByRole('button', { name: 'Too hot?' }));
    expect(editor.selection.current()).toEqual(['b']);
    expect(screen.getByText('boom')).toBeTruthy();
    expect(editor.view.state.path).toMatchObject({ id: 'm2', path: { source: 'a' } });
    fireEvent.click(screen.getByRole('button', { name: 'Close the way of the message' }));
    expect(screen.queryByRole('list', { name: 'Where the message went' })).toBeNull();
  });

  it('lets those who only read look, and send nothing', async () => {
    open(TWO, 'read');
    const again = await screen.findAllByRole('button', { name: 'Send again' });
    expect(again[0]).toHaveProperty('disabled', true);
  });

  it('says that nothing came yet', async () => {
    open({ messages: [] });
    expect(await screen.findByText(/Nothing has come out here/)).toBeTruthy();
  });
});
