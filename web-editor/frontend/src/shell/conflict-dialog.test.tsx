// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FlowDocument } from '../model/flow-document';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import { ConflictDialog } from './conflict-dialog';

afterEach(cleanup);

const NODE = { id: 'a', type: 'function', z: 't', x: 0, y: 0, name: 'Convert', func: 'mine' };
const OTHER = { id: 'b', type: 'debug', z: 't', x: 0, y: 0, name: 'Show' };

function open() {
  const started = testEditor([{ id: 't', type: 'tab', label: 'T' }, NODE]);
  const decide = vi.fn();
  const reload = vi.fn(() => Promise.resolve());
  const editor = { ...started.editor, engine: { ...started.editor.engine, decide, reload } };
  editor.runtime.set({
    conflict: {
      theirs: FlowDocument.EMPTY,
      rev: 'theirs',
      clashes: [
        { id: 'a', mine: NODE, theirs: { ...NODE, func: '<b>theirs</b>' }, keys: ['func'] },
        { id: 'b', mine: undefined, theirs: OTHER, keys: [] },
      ],
    },
  });
  editor.view.set({ open: { kind: 'conflict' } });
  renderIn(started, editor, <ConflictDialog />);
  return { editor, decide, reload };
}

describe('what two have changed in different ways', () => {
  it('is shown as it is on both sides, as text', () => {
    open();
    const row = within(screen.getByRole('group', { name: 'Convert' }));
    expect(row.getByRole('radio', { name: /^Mine.*: mine$/ })).toBeDefined();
    expect(row.getByRole('radio', { name: /^Theirs.*: <b>theirs<\/b>$/ })).toBeDefined();
    const deleted = within(screen.getByRole('group', { name: 'Show' }));
    expect(deleted.getByRole('radio', { name: /^Mine ?deleted$/ })).toBeDefined();
    expect(deleted.getByRole('radio', { name: /^Theirs ?changed$/ })).toBeDefined();
  });

  it('is decided one by one; nothing is chosen to begin with', () => {
    const { decide, editor } = open();
    const goOn = screen.getByRole('button', { name: 'Go on with these' });
    expect(goOn).toHaveProperty('disabled', true);
    const [first, second] = screen.getAllByRole('group');
    fireEvent.click(within(first!).getByRole('radio', { name: /^Mine/ }));
    expect(goOn).toHaveProperty('disabled', true);
    fireEvent.click(within(second!).getByRole('radio', { name: /^Theirs/ }));
    fireEvent.click(goOn);
    expect(decide).toHaveBeenCalledWith(
      new Map([
        ['a', 'mine'],
        ['b', 'theirs'],
      ]),
    );
    expect(editor.view.state.open).toBeUndefined();
  });

  it('is decided all at once', () => {
    const { decide } = open();
    fireEvent.click(screen.getByRole('button', { name: 'All theirs' }));
    fireEvent.click(screen.getByRole('button', { name: 'Go on with these' }));
    expect(decide).toHaveBeenCalledWith(
      new Map([
        ['a', 'theirs'],
        ['b', 'theirs'],
      ]),
    );
  });

  it('can wait', () => {
    const { decide, reload, editor } = open();
    fireEvent.click(screen.getByRole('button', { name: 'Decide later' }));
    expect(editor.view.state.open).toBeUndefined();
    expect(decide).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
  });
});
