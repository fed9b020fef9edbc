import { t } from '../i18n/t';
import type { CommandContext } from './command';

/** What was copied last, for browsers that don't let a page read the clipboard. */
let last = '';

/** Copies by menu. By key the browser's own event brings the clipboard along. */
export async function copySelection(context: CommandContext, cut: boolean): Promise<void> {
  const text = take(context, cut);
  if (text === undefined) return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without permission the copy still works within this page.
  }
}

export async function pasteFromClipboard(context: CommandContext): Promise<void> {
  let text = last;
  try {
    text = (await navigator.clipboard.readText()) || last;
  } catch {
    // Same here: what was copied in this page is at hand.
  }
  put(context, text);
}

/** Copy, cut and paste by key, unless a field or selected text is what is meant. */
export function listenForClipboard(context: CommandContext): void {
  const copy =
    (cut: boolean) =>
    (event: ClipboardEvent): void => {
      if (isElsewhere(event)) return;
      const text = take(context, cut);
      if (text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
  document.addEventListener('copy', copy(false));
  document.addEventListener('cut', copy(true));
  document.addEventListener('paste', (event) => {
    if (isElsewhere(event)) return;
    event.preventDefault();
    put(context, event.clipboardData?.getData('text/plain') ?? '');
  });
}

function isElsewhere(event: ClipboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element)) return false;
  const isField = target.closest('input, textarea, select, [contenteditable="true"]') !== null;
  const onCanvas = target.closest('[data-canvas]') !== null || target === document.body;
  return isField || !onCanvas || (document.getSelection()?.toString() ?? '') !== '';
}

function take(context: CommandContext, cut: boolean): string | undefined {
  const text = context.editing.copyText();
  if (text === undefined) return undefined;
  last = text;
  const n = context.editor.selection.state.nodes.size;
  if (cut) context.editing.removeSelected(false);
  context.editor.view.announce(t('say.copied', { n }));
  return text;
}

function put(context: CommandContext, text: string): void {
  if (text === '' || context.editing.paste(text, context.core.pasteAt())) return;
  // What was meant as a flow can be put right.
  if (/^[\uFEFF\s]*(\[|\{|```)/.test(text)) {
    context.editor.view.set({ open: { kind: 'import', text } });
  } else {
    context.editor.view.announce(t('say.noFlow'));
  }
}
