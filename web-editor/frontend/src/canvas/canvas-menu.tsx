import { useRef } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import { COMMANDS } from '../commands/commands';
import { keyLabel } from '../commands/keymap';
import { t } from '../i18n/t';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import type { Point } from './geometry';

const ON_NODES = [
  'edit',
  'add-next',
  'wire',
  '-',
  'cut',
  'copy',
  'duplicate',
  '-',
  'enable',
  '-',
  'delete',
  'delete-heal',
];
const ON_EMPTY = ['add', 'paste', '-', 'select-all', 'fit'];

/** The commands that make sense where the menu was asked for. */
export function CanvasMenu({ at, onClose }: { readonly at: Point; readonly onClose: () => void }) {
  const parts = useParts();
  const anchor = useRef<HTMLSpanElement>(null);
  const { nodes, wires } = parts.editor.selection.state;
  const ids = nodes.size > 0 ? ON_NODES : wires.length > 0 ? ['delete'] : ON_EMPTY;
  return (
    <>
      <span ref={anchor} style={{ position: 'fixed', left: at.x, top: at.y }} data-float />
      <Popover
        isOpen
        triggerRef={anchor}
        placement="bottom start"
        offset={2}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
      >
        <Menu
          className={cx(controls['menu'])}
          aria-label={t('canvas.menu')}
          autoFocus="first"
          onAction={(key) => {
            onClose();
            COMMANDS.find((c) => c.id === key)?.run(parts);
          }}
        >
          {ids.map((id, i) => {
            const command = COMMANDS.find((c) => c.id === id);
            if (command === undefined) return <Separator key={i} />;
            const keys = command.keys[0];
            return (
              <MenuItem
                key={id}
                id={id}
                textValue={t(command.title)}
                isDisabled={command.isEnabled?.(parts) === false}
              >
                <span>{t(command.title)}</span>
                {keys === undefined ? null : <small>{keyLabel(keys)}</small>}
              </MenuItem>
            );
          })}
        </Menu>
      </Popover>
    </>
  );
}
