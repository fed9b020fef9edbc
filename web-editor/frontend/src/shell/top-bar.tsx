import { ChevronDown, Redo2, Search, Undo2 } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { useStore } from 'zustand';
import { keyLabel } from '../commands/keymap';
import { COMMANDS } from '../commands/commands';
import { t } from '../i18n/t';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import { FlowTabs } from './flow-tabs';
import { Mark } from './mark';
import styles from './shell.module.css';
import { UserMenu } from './user-menu';

export function TopBar() {
  const { editor, editing } = useParts();
  const canUndo = useStore(editor.documents.store, (s) => s.undo.at(-1)?.name);
  const canRedo = useStore(editor.documents.store, (s) => s.redo.at(-1)?.name);
  return (
    <header className={cx(styles['bar'])} data-region>
      <span className={cx(styles['brand'])}>
        <Mark />
        <b>Weir</b>
      </span>
      <FlowTabs />
      <button
        type="button"
        className={cx(controls['button'], styles['search'])}
        aria-keyshortcuts="Control+K"
        onClick={() => editor.view.set({ open: { kind: 'run' } })}
      >
        <span>
          <Search size={14} strokeWidth={1.75} aria-hidden />
          <span className={cx(styles['wide'])}>{t('run.button')}</span>
        </span>
        <kbd className={cx(controls['kbd'], styles['wide'])} aria-hidden>
          {keyLabel('Mod+k')}
        </kbd>
      </button>
      <IconButton
        icon={Undo2}
        label={
          canUndo === undefined
            ? t('command.undo')
            : t('undo.named', { name: t(canUndo.key, canUndo.values) })
        }
        keys="Mod+z"
        disabled={canUndo === undefined}
        onPress={() => editing.undo()}
      />
      <IconButton
        icon={Redo2}
        label={
          canRedo === undefined
            ? t('command.redo')
            : t('redo.named', { name: t(canRedo.key, canRedo.values) })
        }
        keys="Mod+Shift+z"
        disabled={canRedo === undefined}
        onPress={() => editing.redo()}
      />
      <UserMenu />
      <DeployButton />
    </header>
  );
}

function DeployButton() {
  const parts = useParts();
  const { editor } = parts;
  const changes = useStore(editor.documents.store, (s) => s.changed.size);
  const secrets = useStore(editor.secrets.store, (s) => s.typed.size);
  const deploy = useStore(editor.runtime.store, (s) => s.deploy.state);
  const lost = useStore(editor.runtime.store, (s) => s.connection.state === 'lost');
  const may = useStore(editor.session.store, () => editor.session.may('flows.write'));
  const n = changes + secrets;
  const menu = [
    'deploy-flows',
    'deploy-full',
    'restart',
    '-',
    'changes',
    'history',
    'discard',
    '-',
    'theme',
    'keys',
  ];
  return (
    <div className={cx(styles['deploy'])}>
      <button
        type="button"
        className={cx(controls['button'], controls['primary'])}
        title={t(lost ? 'offline.reason' : may ? 'deploy.title' : 'readOnly.deploy')}
        aria-keyshortcuts="Control+D"
        disabled={n === 0 || deploy === 'running' || lost || !may}
        onClick={() => void editor.engine.deploy('nodes')}
      >
        {deploy === 'running' ? (
          t('deploy.running')
        ) : (
          <span className={cx(styles['count'])}>
            {n === 0 ? t('deploy.button') : t('deploy.count', { n })}
          </span>
        )}
      </button>
      <MenuTrigger>
        <Button
          className={cx(controls['button'], n > 0 && !lost && may && controls['primary'])}
          aria-label={t('deploy.menu')}
        >
          <ChevronDown size={14} aria-hidden />
        </Button>
        <Popover placement="bottom end">
          <Menu
            className={cx(controls['menu'])}
            onAction={(key) => COMMANDS.find((c) => c.id === key)?.run(parts)}
          >
            {menu.map((id, i) => {
              const command = COMMANDS.find((c) => c.id === id);
              if (command === undefined) return <Separator key={i} />;
              const deploys = id.startsWith('deploy') || id === 'restart';
              const network = deploys || id === 'discard' || id === 'history';
              return (
                <MenuItem
                  key={id}
                  id={id}
                  textValue={t(command.title)}
                  isDisabled={
                    (network && lost) ||
                    (deploys && !may) ||
                    (id === 'discard' && changes === 0) ||
                    command.isEnabled?.(parts) === false
                  }
                >
                  {t(command.title)}
                </MenuItem>
              );
            })}
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}
