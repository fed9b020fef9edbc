// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pastDeploys } from '../model/past-deploy';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import { HistoryDialog } from './history-dialog';

afterEach(cleanup);

const ANSWER = {
  deploys: [
    { rev: 'rev', at: 2000, user: 'anna', added: 0, changed: 1, removed: 0 },
    { rev: 'old', at: 1000, user: null, added: 3, changed: 0, removed: 2 },
    { rev: 'first', at: 500, added: 0, changed: 0, removed: 0 },
  ],
};

function open(permissions?: string) {
  const {
    editor: plain,
    editing,
    problems,
  } = testEditor([
    { id: 't', type: 'tab', label: 'Flow' },
    { id: 'c', type: 'comment', z: 't', name: 'Note', x: 0, y: 0 },
  ]);
  const restore = vi.fn(() => Promise.resolve());
  const engine = {
    ...plain.engine,
    deploys: () => Promise.resolve(pastDeploys(ANSWER)),
    restore,
  };
  const editor = { ...plain, engine };
  if (permissions !== undefined) {
    editor.session.set({ user: { name: 'x', permissions: [permissions] } });
  }
  editor.view.set({ open: { kind: 'history' } });
  renderIn({ editing, problems }, editor, <HistoryDialog />);
  return { editor, editing, restore };
}

describe('earlier deploys', () => {
  it('are listed with who did what, and the present one is named', async () => {
    open();
    const rows = await screen.findAllByRole('listitem');
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('anna · 1 changedRunning now'),
      expect.stringContaining('3 added, 2 removed'),
      expect.stringContaining('nothing changed'),
    ]);
  });

  it('can be gone back to', async () => {
    const { editor, restore } = open();
    fireEvent.click((await screen.findAllByRole('button', { name: /^Go back/ }))[0]!);
    expect(restore).toHaveBeenCalledWith('old');
    expect(editor.view.state.open).toBeUndefined();
  });

  it('wait until what was edited is deployed or given up', async () => {
    const { editing } = open();
    const [first] = await screen.findAllByRole('button', { name: /^Go back/ });
    act(() => editing.update('c', { name: 'Other' }, 'Name'));
    expect(first).toHaveProperty('disabled', true);
    expect(screen.getByRole('note').textContent).toContain('1 edit that is not deployed');
  });

  it('can only be looked at by those who only read', async () => {
    open('read');
    const [first] = await screen.findAllByRole('button', { name: /^Go back/ });
    expect(first).toHaveProperty('disabled', true);
  });
});
