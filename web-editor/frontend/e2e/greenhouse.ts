import { expect } from '@playwright/test';
import type { EditorPage } from './editor-page';

export const IN = 'greenhouse/temp';
export const OUT = 'greenhouse/alarm';
export const CODE = 'msg.payload = msg.payload * 9 / 5 + 32; return msg;';

/** Chooses the option whose whole label fits. */
async function pick(editor: EditorPage, name: string, wanted: RegExp): Promise<void> {
  const label = (await editor.optionsOf(name)).find((option) => wanted.test(option.trim()));
  expect(label, `an option like ${String(wanted)} in ${name}`).toBeDefined();
  await editor.choose(name, label ?? '');
}

/** The greenhouse alarm from an empty canvas with the pointer: drag, wire, fill in. */
export async function buildByPointer(editor: EditorPage): Promise<void> {
  const { page } = editor;
  await editor.dragFromPalette('mqtt in', 420, 200);
  await editor.fill('Topic', IN);
  const source = editor.node(new RegExp(IN));
  await expect(source).toBeVisible();

  await editor.dragFromPalette('function', 580, 290);
  await editor.fill('Name', 'to °F');
  await editor.code('On message', CODE);
  const code = editor.node(/to °F/);

  await editor.dragFromPalette('switch', 760, 380);
  await editor.fill('Name', 'too hot');
  await pick(editor, 'Rule 1', /^>$/);
  await pick(editor, 'Type of Value 1', /^number$/);
  await editor.fill('Value 1', '75');
  const decide = editor.node(/too hot/);

  await editor.dragFromPalette('mqtt out', 950, 290);
  await editor.fill('Topic', OUT);
  const out = editor.node(new RegExp(OUT));

  await editor.dragFromPalette('debug', 950, 470);
  await editor.fill('Name', 'watch');
  const watch = editor.node(/watch/);

  await editor.wire(source, 0, code);
  await editor.wire(code, 0, decide);
  await editor.wire(decide, 0, out);
  await editor.wire(decide, 0, watch);
  await expect(page.getByRole('listbox', { name: /5 nodes/ })).toBeVisible();
  await expect(decide).toHaveAttribute('aria-description', /from to °F; to .*watch/);
}

/** The same without a pointer. The canvas has the focus; phrases make configured nodes. */
export async function buildByKeyboard(editor: EditorPage): Promise<void> {
  const { page } = editor;
  const { keyboard } = page;
  const add = async (key: string, phrase: string): Promise<void> => {
    await keyboard.press(key);
    await expect(page.getByRole('dialog', { name: /Add/ })).toBeVisible();
    await keyboard.type(phrase);
    await keyboard.press('Enter');
  };
  const onCanvas = async (name: RegExp): Promise<void> => {
    await expect(editor.node(name)).toBeFocused();
  };

  // Into the canvas from wherever the page begins.
  await keyboard.press('Control+Enter');
  await add('a', `sub ${IN}`);
  await onCanvas(new RegExp(IN));

  await add('.', 'function');
  await expect(editor.field('On message')).toHaveAttribute('contenteditable', 'true');
  await editor.field('On message').focus();
  await keyboard.press('Control+a');
  await keyboard.insertText(CODE);
  await editor.field('Name').focus();
  await keyboard.press('Control+a');
  await keyboard.type('to °F');
  await keyboard.press('Control+Enter');
  await onCanvas(/to °F/);

  await add('.', 'if > 75');
  await onCanvas(/75/);
  await add('.', `pub ${OUT}`);
  await onCanvas(new RegExp(OUT));

  // Back along the wire, then a second target wired with W.
  await keyboard.press('ArrowLeft');
  await onCanvas(/75/);
  await add('a', 'debug');
  await editor.field('Name').focus();
  await keyboard.press('Control+a');
  await keyboard.type('watch');
  await keyboard.press('Control+Enter');
  await onCanvas(/watch/);
  await keyboard.press('ArrowUp');
  await walkTo(editor, /75/);
  await keyboard.press('w');
  await keyboard.type('watch');
  await keyboard.press('Enter');
  await expect(editor.node(/75/)).toHaveAttribute('aria-description', /to .*watch/);
}

/** Steps through the flow in reading order until a node has the focus. */
async function walkTo(editor: EditorPage, name: RegExp): Promise<void> {
  const { keyboard } = editor.page;
  await keyboard.press('Home');
  for (let step = 0; step < 8; step++) {
    const text = await editor.page.locator('[data-node]:focus').textContent();
    if (text !== null && name.test(text)) return;
    await keyboard.press('PageDown');
  }
  await expect(editor.node(name)).toBeFocused();
}
