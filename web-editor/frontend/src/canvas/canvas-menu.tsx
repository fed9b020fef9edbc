import { useRef } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import { COMMANDS } from '../commands/commands';
import { keyLabel } from '../commands/keymap';
import { t } from '../i18n/t';
import type { NodeId } from '../model/flow-entry';
import { isGroup } from '../model/groups';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import type { Point } from './geometry';

const ON_NODES = [
  'edit',
  'enter',
  'add-next',
  'wire',
  'inspect',
  'message-path',
  'record-test',
  '-',
  'cut',
  'copy',
  'duplicate',
  'export',
  '-',
  'group',
  'take-out',
  'select-group',
  'make-subflow',
  'unpack',
  '-',
  'enable',
  '-',
  'delete',
  'delete-heal',
];
const ON_GROUPS = [
  'edit',
  'record-test',
  '-',
  'cut',
  'copy',
  'duplicate',
  'export',
  '-',
  'ungroup',
  'group',
  'take-out',
  'select-group',
  'make-subflow',
  '-',
  'enable',
  '-',
  'delete',
];
const ON_WIRES = ['inspect', 'message-path', '-', 'delete'];
const ON_EMPTY = [
  'add',
  'note',
  'paste',
  'import',
  'export',
  '-',
  'record-test',
  '-',
  'select-all',
  'fit',
];

export interface CanvasMenuProps {
  readonly at: Point;
  /** The group that was pointed at, beside its nodes. */
  readonly group: NodeId | undefined;
  readonly onClose: () => void;
}

/** The commands that make sense where the menu was asked for. */
export function CanvasMenu({ at, group, onClose }: CanvasMenuProps) {
  const parts = useParts();
  const { editor } = parts;
  const anchor = useRef<HTMLSpanElement>(null);
  const { nodes, wires } = editor.selection.state;
  const isOfGroup = isGroup(editor.documents.document.get([...nodes][0] ?? ''));
  const onSelected = isOfGroup ? ON_GROUPS : ON_NODES;
  const all = nodes.size > 0 ? onSelected : wires.length > 0 ? ON_WIRES : ON_EMPTY;
  const ids = withoutEmptyParts(
    all.filter((id) => COMMANDS.find((c) => c.id === id)?.isOffered?.(parts) !== false),
  );
  const run = (id: string): void => {
    if (id === 'record-test' && group !== undefined) {
      editor.view.set({ open: { kind: 'record', from: { group } } });
    } else {
      COMMANDS.find((c) => c.id === id)?.run(parts);
    }
  };
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
            run(String(key));
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

function withoutEmptyParts(ids: readonly string[]): readonly string[] {
  return ids.filter((id, i) => id !== '-' || ids[i + 1] !== '-');
}
