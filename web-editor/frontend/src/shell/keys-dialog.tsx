import { COMMANDS } from '../commands/commands';
import { keyLabel } from '../commands/keymap';
import { t, type MessageKey } from '../i18n/t';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';
import styles from './shell.module.css';

const WALKING: readonly (readonly [MessageKey, readonly string[]])[] = [
  ['command.walk', ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']],
  ['command.extend', ['Shift+ArrowRight']],
  ['command.nudge', ['Alt+ArrowRight']],
  ['command.order', ['PageUp', 'PageDown']],
];

/** All keys, from the same table that makes them work. */
export function KeysDialog() {
  const { editor } = useParts();
  const rows: readonly (readonly [MessageKey, readonly string[]])[] = [
    ...WALKING,
    ...COMMANDS.filter((c) => c.hidden !== true && c.keys.length > 0).map(
      (c) => [c.title, c.keys] as const,
    ),
  ];
  return (
    <Dialog title={t('command.keys')} onClose={() => editor.view.set({ open: undefined })}>
      <dl className={cx(styles['keys'])}>
        {rows.map(([title, keys]) => (
          <div key={title}>
            <dt>{t(title)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} className={cx(controls['kbd'])}>
                  {keyLabel(key)}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
