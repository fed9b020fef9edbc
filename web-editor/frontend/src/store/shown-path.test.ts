import { describe, expect, it, vi } from 'vitest';
import { wireMessages, type MessagePath } from '../model/wire-messages';
import { endPath, showLatestPath, showPath } from './shown-path';
import { testEditor } from './testing';

const WAY: MessagePath = { source: 'a', hops: [], over: true, cut: false };

function start(sent: Readonly<Record<string, readonly { id?: string; at: number }[]>> = {}) {
  const { editor: plain } = testEditor([{ id: 't', type: 'tab' }]);
  const engine = {
    ...plain.engine,
    wireMessages: (node: string, port: number) => {
      const messages = sent[`${node}:${port}`];
      return messages === undefined
        ? Promise.reject(new Error('not there'))
        : Promise.resolve(wireMessages({ messages }));
    },
    messagePath: vi.fn(() => Promise.resolve(WAY)),
  };
  return { editor: { ...plain, engine }, engine };
}

const OUTPUTS = [
  { node: 'a', port: 0 },
  { node: 'b', port: 1 },
  { node: 'gone', port: 0 },
];

describe('the way that is shown', () => {
  it('is that of the latest message that passed, as far as that is known', async () => {
    const { editor, engine } = start({
      'a:0': [
        { id: 'm1', at: 1 },
        { id: 'm2', at: 5 },
      ],
      'b:1': [{ id: 'm3', at: 3 }, { at: 9 }],
    });
    await showLatestPath(editor, OUTPUTS);
    expect(engine.messagePath).toHaveBeenCalledWith('m2');
    expect(editor.view.state).toMatchObject({
      path: { id: 'm2', path: WAY },
      right: 'live',
      rightOpen: true,
    });
  });

  it('ends once', async () => {
    const { editor } = start();
    await showPath(editor, 'm');
    expect(endPath(editor)).toBe(true);
    expect(editor.view.state.path).toBeUndefined();
    expect(endPath(editor)).toBe(false);
  });

  it('says that nothing has passed, or that it is too old', async () => {
    const { editor, engine } = start({ 'a:0': [] });
    await showLatestPath(editor, OUTPUTS);
    expect(editor.view.state.path).toEqual({
      fault: 'No message has passed here yet that is still known.',
    });
    engine.messagePath.mockRejectedValueOnce(new Error('it is too old'));
    await showPath(editor, 'm');
    expect(editor.view.state.path).toEqual({
      fault: 'The way of the message can’t be shown: it is too old',
    });
  });
});
