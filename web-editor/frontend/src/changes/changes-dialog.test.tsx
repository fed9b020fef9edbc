// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import ChangesDialog from './changes-dialog';

afterEach(cleanup);

function open() {
  const tested = testEditor([
    { id: 't', type: 'tab', label: 'Kitchen' },
    { id: 'b', type: 'mqtt-broker', name: 'House', broker: 'localhost', port: '1883' },
    { id: 'c', type: 'comment', z: 't', name: 'Note', x: 0, y: 0 },
    { id: 'd', type: 'debug', z: 't', name: 'Look', active: true, x: 0, y: 60, wires: [] },
  ]);
  const { editing, problems } = tested;
  const deploy = vi.fn(() => Promise.resolve());
  const forecast = vi.fn(() => Promise.resolve({ restarts: 1, starts: 0, ends: 2, goOn: 212 }));
  const editor = { ...tested.editor, engine: { ...tested.editor.engine, deploy, forecast } };
  editing.update('c', { name: 'Other' }, 'Name');
  editing.update('b', { name: 'Garden' }, 'Name');
  editor.selection.select(['d']);
  editing.removeSelected(false);
  editor.view.set({ open: { kind: 'changes' } });
  renderIn({ editing, problems }, editor, <ChangesDialog />);
  return { editor, editing, deploy };
}

describe('the preview of a deploy', () => {
  it('lists what has changed by flow, in words', () => {
    open();
    const kitchen = within(screen.getByRole('region', { name: 'Kitchen' }));
    expect(kitchen.getAllByRole('listitem').map((row) => row.textContent)).toEqual([
      'OtherName: Note → OtherRevert',
      'LookRevert',
    ]);
    expect(kitchen.getByRole('img', { name: 'Deleted' })).toBeDefined();
    const shared = within(screen.getByRole('region', { name: 'Shared settings' }));
    expect(shared.getByRole('listitem').textContent).toContain('Name: House → Garden');
  });

  it('says what a deploy would do to what runs', async () => {
    open();
    expect(
      await screen.findByText('1 node restarts · 2 nodes stop · 212 keep running'),
    ).toBeDefined();
  });

  it('takes single changes back', () => {
    const { editor } = open();
    fireEvent.click(screen.getByRole('button', { name: 'Revert Look' }));
    expect([...editor.documents.state.changed].sort()).toEqual(['b', 'c']);
    fireEvent.click(screen.getByRole('button', { name: 'Revert Other' }));
    fireEvent.click(screen.getByRole('button', { name: 'Revert Garden' }));
    expect(screen.getByText('Nothing has changed since the last deploy.')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Deploy' })).toHaveProperty('disabled', true);
  });

  it('leads to what has changed', () => {
    const { editor } = open();
    fireEvent.click(screen.getByRole('button', { name: 'Garden' }));
    expect(editor.view.state.open).toBeUndefined();
    expect(editor.selection.state.pages).toEqual(['b']);
  });

  it('deploys', () => {
    const { editor, deploy } = open();
    fireEvent.click(screen.getByRole('button', { name: 'Deploy' }));
    expect(deploy).toHaveBeenCalledWith('nodes');
    expect(editor.view.state.open).toBeUndefined();
  });

  it('has new passwords, which can not be taken back one by one', () => {
    const { editor } = open();
    act(() => editor.secrets.type('t', 'password', 'new'));
    const row = screen.getByText('A new password or other secret').closest('li')!;
    expect(within(row).queryByRole('button', { name: /^Revert/ })).toBeNull();
  });
});
