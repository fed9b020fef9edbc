import type { Command, CommandContext } from './command';
import { COMMANDS } from './commands';
import { fits, parseKey, type KeyEvent } from './keymap';

const parsed = COMMANDS.flatMap((command) =>
  command.keys.map((text) => ({ command, key: parseKey(text) })),
);

/** The command a key stands for where the focus is now. */
export function commandFor(
  event: KeyEvent,
  where: { readonly onCanvas: boolean; readonly inField: boolean },
): Command | undefined {
  return parsed.find(
    ({ command, key }) =>
      fits(key, event) &&
      (command.scope === 'everywhere' || where.onCanvas) &&
      (!where.inField || command.inFields === true),
  )?.command;
}

export function dispatchKey(event: KeyboardEvent, context: CommandContext): void {
  if (event.defaultPrevented || event.isComposing) return;
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  const inField =
    target !== undefined &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement &&
        !['checkbox', 'radio', 'button'].includes(target.type)));
  const onCanvas = target?.closest('[data-canvas]') !== null || target === document.body;
  // While something lies over the page, its keys are its own.
  if (target?.closest('[role="dialog"], [role="menu"]') != null && !isRun(event)) return;
  const isButton = target?.closest('button') != null;
  if (isButton && (event.key === 'Enter' || event.key === ' ')) return;
  const command = commandFor(event, { onCanvas, inField });
  if (command === undefined || command.native === true) return;
  event.preventDefault();
  if (command.isEnabled?.(context) ?? true) command.run(context);
}

function isRun(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
}
