// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import ReplaceDialog from './replace-dialog';

afterEach(cleanup);

function open(text = '') {
  const tested = testEditor([
    { id: 't', type: 'tab', label: 'Kitchen' },
    { id: 'i', type: 'mqtt in', z: 't', topic: 'kitchen/temp', x: 0, y: 0, wires: [[]] },
    { id: 'f', type: 'function', z: 't', func: '// a\nreturn kitchen;', x: 0, y: 60, wires: [[]] },
  ]);
  const { editor } = tested;
  editor.view.set({ open: { kind: 'replace', text } });
  renderIn(tested, editor, <ReplaceDialog text={text} />);
  const type = (label: string, value: string): void => {
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  };
  return { ...tested, type };
}

describe('replacing text', () => {
  it('shows each place before and after', () => {
    const { type } = open('kitchen');
    type('Replace with', 'hall');
    expect(screen.getByRole('status').textContent).toBe('3 places');
    expect(screen.getAllByRole('listitem').map((row) => row.textContent)).toEqual([
      expect.stringContaining('Kitchenhall'),
      expect.stringContaining('kitchen/temphall/temp'),
      expect.stringContaining('return kitchen;return hall;'),
    ]);
  });

  it('replaces those that are chosen, in one step', () => {
    const { editor, editing, type } = open('kitchen');
    const before = editor.documents.document.write();
    type('Replace with', 'hall');
    fireEvent.click(screen.getByLabelText(/^Kitchen Name/));
    fireEvent.click(screen.getByRole('button', { name: 'Replace 2' }));

    const { document } = editor.documents;
    expect(document.get('t')?.['label']).toBe('Kitchen');
    expect(document.get('i')?.['topic']).toBe('hall/temp');
    expect(document.get('f')?.['func']).toBe('// a\nreturn hall;');
    expect(editor.view.state.open).toBeUndefined();
    editing.undo();
    expect(document.write()).not.toBe(before);
    expect(editor.documents.document.write()).toBe(before);
  });

  it('has nothing to do without a text, or where nothing has it', () => {
    const { type } = open();
    const button = screen.getByRole('button', { name: 'Replace' });
    expect(button).toHaveProperty('disabled', true);
    type('Find', 'cellar');
    expect(screen.getByRole('status').textContent).toBe('Nothing has “cellar” in it');
    type('Find', 'KITCHEN');
    fireEvent.click(screen.getByLabelText('Tell capitals apart'));
    expect(button).toHaveProperty('disabled', true);
  });
});
