import { useMemo, useState } from 'react';
import { COMMANDS } from '../commands/commands';
import { keyLabel } from '../commands/keymap';
import { t } from '../i18n/t';
import { classOf, flowOf } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { PickList, type PickItem } from '../ui/pick-list';
import styles from './palette.module.css';

const MAX_ITEMS = 60;

/** One box for everything: flows, nodes and commands. `>` narrows to commands, `@` to nodes. */
export function RunBox() {
  const parts = useParts();
  const { editor, core } = parts;
  const document = useDocument();
  const types = useTypes();
  const [text, setText] = useState('');
  const close = (): void => editor.view.set({ open: undefined });

  const all = useMemo((): readonly PickItem[] => {
    const nodes = [...document.entries()].flatMap((entry): PickItem[] => {
      const kind = classOf(entry);
      if (kind === 'group') return [];
      const type = types.get(entry.type, document);
      const flow = document.get(flowOf(entry));
      return [
        {
          id: `node:${entry.id}`,
          icon: <NodeIcon type={entry.type} kind={iconKind(kind, type?.kind)} small />,
          label: labelOf(entry, type),
          detail:
            kind === 'tab' || kind === 'subflow'
              ? t('run.flow')
              : [type?.label ?? entry.type, flow === undefined ? '' : labelOf(flow, undefined)]
                  .filter((part) => part !== '')
                  .join(' · '),
        },
      ];
    });
    const commands = COMMANDS.filter(
      (c) => c.hidden !== true && c.id !== 'run' && c.isOffered?.(parts) !== false,
    ).map((c) => ({
      id: `command:${c.id}`,
      label: t(c.title),
      detail: t('run.command'),
      keys: c.keys[0] === undefined ? undefined : keyLabel(c.keys[0]),
      disabled: c.isEnabled?.(parts) === false,
    }));
    return [...nodes, ...commands];
  }, [document, types, parts]);

  const items = useMemo(() => {
    const prefix = text[0] === '>' ? 'command:' : text[0] === '@' ? 'node:' : '';
    const wanted = (prefix === '' ? text : text.slice(1)).trim().toLowerCase();
    return all
      .filter((item) => item.id.startsWith(prefix))
      .map((item) => ({ item, rank: rank(item, wanted) }))
      .filter(({ rank: r }) => r > 0)
      .sort((a, b) => b.rank - a.rank)
      .slice(0, MAX_ITEMS)
      .map(({ item }) => item);
  }, [all, text]);

  const pick = (id: string): void => {
    close();
    if (id.startsWith('command:')) {
      COMMANDS.find((c) => `command:${c.id}` === id)?.run(parts);
      return;
    }
    const entry = document.get(id.slice('node:'.length));
    if (entry === undefined) return;
    const kind = classOf(entry);
    if (kind === 'tab' || kind === 'subflow') editor.selection.openFlow(entry.id);
    else if (kind === 'config') {
      editor.selection.showConfig(entry.id);
      editor.view.set({ rightOpen: true, right: 'edit' });
    } else {
      core.show(entry);
      core.focusCard(entry.id);
    }
  };

  return (
    <div className={cx(styles['run'])}>
      <PickList
        label={t('run.title')}
        placeholder={t('run.placeholder')}
        empty={t('run.none')}
        text={text}
        items={items}
        onText={setText}
        onPick={pick}
        onClose={close}
      />
    </div>
  );
}

function iconKind(
  kind: string,
  nodeKind: import('../model/node-type').NodeKind | undefined,
): import('../model/node-type').NodeKind {
  if (kind === 'tab' || kind === 'subflow') return 'subflow';
  return nodeKind ?? 'unknown';
}

function rank(item: PickItem, wanted: string): number {
  const label = item.label.toLowerCase();
  // Without a text, commands come first: there are few of them, and they say what can be done.
  if (wanted === '') return item.id.startsWith('command:') ? 2 : 1;
  if (label.startsWith(wanted)) return 100;
  if (label.split(/\s+/).some((word) => word.startsWith(wanted))) return 80;
  if (label.includes(wanted)) return 60;
  if ((item.detail ?? '').toLowerCase().includes(wanted)) return 20;
  return 0;
}
