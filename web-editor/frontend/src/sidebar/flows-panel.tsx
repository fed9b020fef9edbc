import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { isDisabled, type FlowEntry } from '../model/flow-entry';
import { readingOrder } from '../model/flow-order';
import { labelOf } from '../model/node-types';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { PanelHead } from '../ui/panel-head';
import styles from './sidebar.module.css';

const MOST_SHOWN = 400;

/** All flows with their nodes in reading order. */
export function FlowsPanel() {
  const { editor, core } = useParts();
  const document = useDocument();
  const types = useTypes();
  const changed = useStore(editor.documents.store, (s) => s.changed);
  const { flow: current, nodes: selected } = useStore(editor.selection.store);
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const flows = useMemo(
    () =>
      document.flows().map((flow) => ({
        flow,
        nodes: readingOrder(document, flow.id).filter((n) => {
          const label = labelOf(n, types.get(n.type, document)).toLowerCase();
          return wanted === '' || label.includes(wanted) || n.type.includes(wanted);
        }),
      })),
    [document, types, wanted],
  );
  const go = (node: FlowEntry): void => {
    core.show(node);
    core.openEdit();
  };
  return (
    <>
      <PanelHead
        title={t('flows.title')}
        note={String(flows.length)}
        filter={filter}
        filterLabel={t('flows.filter')}
        onFilter={setFilter}
      />
      <ul className={cx(styles['tree'])}>
        {flows.map(({ flow, nodes }) => (
          <li key={flow.id}>
            <button
              type="button"
              className={cx(styles['item'], styles['flow'])}
              aria-current={flow.id === current}
              onClick={() => editor.selection.openFlow(flow.id)}
            >
              <NodeIcon type={flow.type} kind="subflow" small />
              <span className={cx(isDisabled(flow) && styles['off'])}>
                {labelOf(flow, undefined)}
              </span>
              <span className={cx(styles['note'])}>{nodes.length}</span>
            </button>
            {flow.id === current || wanted !== '' ? (
              <ul className={cx(styles['nested'])}>
                {nodes.slice(0, MOST_SHOWN).map((node) => {
                  const type = types.get(node.type, document);
                  return (
                    <li key={node.id}>
                      <button
                        type="button"
                        className={cx(styles['item'], selected.has(node.id) && styles['itemOn'])}
                        onClick={() => go(node)}
                      >
                        <NodeIcon type={node.type} kind={type?.kind ?? 'unknown'} small />
                        <span className={cx(isDisabled(node) && styles['off'])}>
                          {labelOf(node, type)}
                        </span>
                        {changed.has(node.id) ? (
                          <span className={cx(styles['dot'])} title={t('node.changed')} />
                        ) : null}
                      </button>
                    </li>
                  );
                })}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}
