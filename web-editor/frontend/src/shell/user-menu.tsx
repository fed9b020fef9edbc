import { CircleUser } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useStore } from 'zustand';
import { COMMANDS } from '../commands/commands';
import { t } from '../i18n/t';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import styles from './shell.module.css';

/** Who uses the page, and the way in and out. Not there where nobody needs to log in. */
export function UserMenu() {
  const parts = useParts();
  const user = useStore(parts.editor.session.store, (s) => s.user);
  if (user === undefined) return null;
  const name = user.name ?? t('user.anonymous');
  const id = user.name === undefined ? 'log-in' : 'log-out';
  const title = t(id === 'log-in' ? 'command.logIn' : 'command.logOut');
  return (
    <MenuTrigger>
      <Button
        className={cx(controls['button'], styles['user'])}
        aria-label={t('user.menu', { name })}
      >
        <CircleUser size={16} strokeWidth={1.75} aria-hidden />
        <span className={cx(styles['wide'])}>{name}</span>
      </Button>
      <Popover placement="bottom end">
        <Menu
          className={cx(controls['menu'])}
          onAction={() => COMMANDS.find((c) => c.id === id)?.run(parts)}
        >
          <MenuItem id={id} textValue={title}>
            <span>{title}</span>
            <small>{name}</small>
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
