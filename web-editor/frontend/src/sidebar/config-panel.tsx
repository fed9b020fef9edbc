import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { labelOf } from '../model/node-types';
import type { FlowEntry } from '../model/flow-entry';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { PanelHead } from '../ui/panel-head';
import styles from './sidebar.module.css';

/** Shared settings by type, with the number of nodes that use them. */
export function ConfigPanel() {
  const { editor } = useParts();
  const document = useDocument();
  const types = useTypes();
  const open = useStore(editor.selection.store, (s) => s.pages.at(-1));
  const [filter, setFilter] = useState('');
  const groups = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    const byType = new Map<string, FlowEntry[]>();
    for (const entry of document.configNodes()) {
      const label = labelOf(entry, types.get(entry.type)).toLowerCase();
      if (wanted !== '' && !label.includes(wanted) && !entry.type.includes(wanted)) continue;
      byType.set(entry.type, [...(byType.get(entry.type) ?? []), entry]);
    }
    return [...byType];
  }, [document, types, filter]);
  return (
    <>
      <PanelHead
        title={t('config.title')}
        filter={filter}
        filterLabel={t('config.filter')}
        onFilter={setFilter}
      />
      {groups.length === 0 ? (
        <p className={cx(styles['empty'])}>{t(filter === '' ? 'config.empty' : 'quick.none')}</p>
      ) : null}
      <div className={cx(styles['tree'])}>
        {groups.map(([type, entries]) => (
          <section key={type} aria-label={type}>
            <h3>{types.get(type)?.label ?? type}</h3>
            <ul>
              {entries.map((entry) => {
                const users = document.usersOf(entry.id).length;
                return (
                  <li key={entry.id}>
                    <button
                      type="button"
                      className={cx(styles['item'], open === entry.id && styles['itemOn'])}
                      onClick={() => {
                        editor.selection.showConfig(entry.id);
                        editor.view.set({ rightOpen: true, right: 'edit' });
                      }}
                    >
                      <NodeIcon type={type} kind={types.get(type) ? 'config' : 'unknown'} small />
                      <span>{labelOf(entry, types.get(type))}</span>
                      <span className={cx(styles['note'])}>
                        {users === 0 ? t('config.unused') : t('config.users', { n: users })}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}
