// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodePreview } from '../model/node-preview';
import { wireMessages } from '../model/wire-messages';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import { EditPanel } from './edit-panel';

afterEach(cleanup);

const sent = (number: number, at: number, message: object) => ({
  number,
  at,
  id: `m${number}`,
  preview: '',
  msg: JSON.stringify({ _msgid: `m${number}`, ...message }),
  format: 'Object',
});

interface Setting {
  /** By output, what has come. */
  readonly came?: Readonly<Record<string, readonly object[]>>;
  readonly answer?: unknown;
  readonly features?: boolean;
  readonly permissions?: string;
}

function open({ came = {}, answer = {}, features = true, permissions = '*' }: Setting) {
  const {
    editor: plain,
    editing,
    problems,
  } = testEditor([
    { id: 't', type: 'tab' },
    { id: 'a', type: 'inject', z: 't', name: 'Sensor', x: 0, y: 0, wires: [['f']] },
    { id: 'b', type: 'inject', z: 't', name: 'Button', x: 0, y: 0, wires: [['f']] },
    { id: 'f', type: 'function', z: 't', name: 'Double', func: 'return msg;', wires: [[]] },
  ]);
  const engine = {
    ...plain.engine,
    has: () => features,
    wireMessages: vi.fn((node: string) =>
      Promise.resolve(wireMessages({ messages: came[node] ?? [] })),
    ),
    preview: vi.fn(() => Promise.resolve(nodePreview(answer))),
  };
  const editor = { ...plain, engine };
  editor.session.set({ user: { name: 'x', permissions: [permissions] } });
  editor.selection.select(['f']);
  renderIn({ editing, problems }, editor, <EditPanel />);
  return { editor, editing, engine };
}

const CAME = {
  a: [sent(1, 1000, { payload: 20, topic: 'temp' }), sent(2, 3000, { payload: 21, topic: 'temp' })],
  b: [sent(7, 2000, { payload: 'pressed' })],
};

const preview = () => screen.findByRole('region', { name: 'Live preview' });

describe('the live preview', () => {
  it('tries the latest message that has come, and shows what is other afterwards', async () => {
    const { engine } = open({
      came: CAME,
      answer: {
        over: true,
        outputs: [[sent(0, 1, { payload: 42, unit: '°C' })], []],
        log: [{ level: 30, msg: 'warm', format: 'string[4]' }],
      },
    });
    const shown = within(await preview());
    expect(await shown.findByText('42')).toBeTruthy();
    expect(engine.preview).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'f', func: 'return msg;' }),
      { messageRef: { source: 'a', port: 0, number: 2 } },
    );
    expect(shown.getByText(/^from Sensor, /)).toBeTruthy();
    expect(shown.getByText('"°C"')).toBeTruthy();
    expect(shown.getByText('topic is gone')).toBeTruthy();
    expect(shown.getByText('warm')).toBeTruthy();
    expect(shown.getByText('Output 2').parentElement?.textContent).toContain('Nothing is sent');
  });

  it('tries again with each change of the node', async () => {
    const { editing, engine } = open({ came: CAME, answer: { over: true, outputs: [[]] } });
    await waitFor(() => expect(engine.preview).toHaveBeenCalledTimes(1));
    editing.update('f', { func: 'return null;' }, 'func', 'one');
    await waitFor(() =>
      expect(engine.preview).toHaveBeenLastCalledWith(
        expect.objectContaining({ func: 'return null;' }),
        expect.anything(),
      ),
    );
  });

  it('takes a message made by hand, and says what is wrong with one', async () => {
    const { engine } = open({ answer: { over: true, outputs: [[sent(0, 1, { payload: 1 })]] } });
    fireEvent.click(await screen.findByRole('button', { name: 'Use a sample' }));
    const field = screen.getByLabelText<HTMLTextAreaElement>('Message to try');
    await waitFor(() => expect(engine.preview).toHaveBeenCalled());

    fireEvent.change(field, { target: { value: '{"payload": 1' } });
    expect(screen.getByText(/This is not JSON/)).toBeTruthy();
    fireEvent.change(field, { target: { value: '[1]' } });
    expect(screen.getByText(/a message is an object/)).toBeTruthy();

    fireEvent.change(field, { target: { value: '{"payload": 1}' } });
    expect(await screen.findByText('The message goes on as it came')).toBeTruthy();
    expect(engine.preview).toHaveBeenLastCalledWith(expect.anything(), {
      message: { payload: 1 },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Use the latest message' }));
    expect(screen.getByText(/Nothing has arrived here yet/)).toBeTruthy();
  });

  it('shows an error, and that there was not time enough', async () => {
    open({
      came: CAME,
      answer: {
        over: false,
        outputs: [[]],
        log: [{ level: 20, msg: 'no x', format: 'string[4]' }],
      },
    });
    expect(await screen.findByText('no x')).toBeTruthy();
    expect(screen.getByText(/not done within/)).toBeTruthy();
  });

  it('asks once more where the engine had no place, then says why', async () => {
    const { engine } = open({ came: CAME });
    engine.preview.mockRejectedValue(new Error('2 previews are running already'));
    expect(await screen.findByText(/2 previews are running/, {}, { timeout: 5000 })).toBeTruthy();
    expect(engine.preview).toHaveBeenCalledTimes(2);
  });

  it('is not there for those who may not edit, nor where the engine has none', () => {
    open({ permissions: 'read' });
    open({ features: false });
    expect(screen.queryByRole('region', { name: 'Live preview' })).toBeNull();
  });
});
