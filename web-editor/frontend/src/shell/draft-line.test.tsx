// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import { DraftLine } from './draft-line';

afterEach(cleanup);

function show() {
  const started = testEditor([{ id: 't', type: 'tab', label: 'T' }]);
  const draft = { take: vi.fn(), leave: vi.fn() };
  const editor = { ...started.editor, engine: { ...started.editor.engine, draft } };
  renderIn(started, editor, <DraftLine />);
  const { now } = editor.runtime.state;
  const edit = { after: { id: 'n', type: 'comment' } };
  const device = { id: 'x', name: '<b>Firefox</b> on Linux' };
  const offered = { version: 1 as const, device, at: now - 240_000, edits: [edit] };
  act(() => editor.view.set({ offered: { draft: offered, tag: '"1"' } }));
  return draft;
}

describe('a draft of another device', () => {
  it('says whose it is, how much and of when, as text', () => {
    show();
    expect(screen.getByRole('group', { name: 'Draft of another device' }).textContent).toContain(
      'Continue the draft from <b>Firefox</b> on Linux? 1 edit, 4 minutes ago',
    );
  });

  it('is taken over or left', () => {
    const draft = show();
    fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(draft.take).toHaveBeenCalledOnce();
    fireEvent.click(screen.getByRole('button', { name: 'Leave it' }));
    expect(draft.leave).toHaveBeenCalledOnce();
  });
});
