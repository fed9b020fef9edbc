import { useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { goToHit } from '../commands/go-to-hit';
import { t } from '../i18n/t';
import type { Hit } from '../model/find';
import { classOf, flowOf, isDisabled, type FlowEntry, type NodeId } from '../model/flow-entry';
import { readingOrder } from '../model/flow-order';
import { labelOf } from '../model/node-types';
import { isPort } from '../model/subflow-ports';
import { findHits } from '../store/find-hits';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { PanelHead } from '../ui/panel-head';
import styles from './sidebar.module.css';

const MOST_SHOWN = 400;

/** All flows, the one that is seen with its nodes in reading order; or what is looked for. */
export function FlowsPanel() {
  const parts = useParts();
  const { editor } = parts;
  const document = useDocument();
  const query = useStore(editor.view.store, (s) => s.find);
  const isFinding = query.trim() !== '';
  return (
    <>
      <PanelHead
        title={t('flows.title')}
        note={String(document.flows().length)}
        filter={query}
        filterLabel={t('flows.filter')}
        onFilter={(find) => editor.view.set({ find })}
        onEnter={() => goToHit(parts, 1)}
      />
      {isFinding ? <Found /> : <Outline />}
    </>
  );
}

function Outline() {
  const { editor } = useParts();
  const document = useDocument();
  const current = useStore(editor.selection.store, (s) => s.flow);
  const nodes = useMemo(
    () => readingOrder(document, current).filter((node) => !isPort(node)),
    [document, current],
  );
  return (
    <ul className={cx(styles['tree'])}>
      {document.flows().map((flow) => (
        <FlowItem key={flow.id} flow={flow} note={document.nodesIn(flow.id).length}>
          {flow.id === current ? nodes.map((node) => <Item key={node.id} entry={node} />) : null}
        </FlowItem>
      ))}
    </ul>
  );
}

function Found() {
  const { editor } = useParts();
  const document = useDocument();
  const types = useTypes();
  const query = useStore(editor.view.store, (s) => s.find);
  const changed = useStore(editor.documents.store, (s) => s.changed);
  const hits = useMemo(
    () => findHits(editor),
    // What it looks in, all of it in the stores of the editor.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [editor, document, types, changed, query],
  );
  const byFlow = new Map<NodeId, Hit[]>();
  const settings = hits.filter((hit) => classOf(hit.entry) === 'config');
  for (const hit of hits.filter((each) => !settings.includes(each))) {
    byFlow.set(flowOf(hit.entry), [...(byFlow.get(flowOf(hit.entry)) ?? []), hit]);
  }
  return (
    <>
      <p className={cx(styles['found'])} role="status">
        {hits.length === 0
          ? t('find.nothing', { text: query.trim() })
          : t('find.found', { n: hits.length })}
      </p>
      {hits.length === 0 ? (
        <p className={cx(styles['found'])}>{t('find.help')}</p>
      ) : (
        <button
          type="button"
          className={cx(controls['button'], styles['replace'])}
          onClick={() => editor.view.set({ open: { kind: 'replace', text: query.trim() } })}
        >
          {t('command.replace')}
        </button>
      )}
      <ul className={cx(styles['tree'])}>
        {document
          .flows()
          .filter((flow) => byFlow.has(flow.id))
          .map((flow) => {
            const inside = byFlow.get(flow.id) ?? [];
            return (
              <FlowItem key={flow.id} flow={flow} note={inside.length}>
                {inside.map(({ entry, where }) => (
                  <Item key={entry.id} entry={entry} where={where} />
                ))}
              </FlowItem>
            );
          })}
        {settings.length === 0 ? null : (
          <li>
            <h3 className={cx(styles['found'])}>{t('find.settings')}</h3>
            <ul className={cx(styles['nested'])}>
              {settings.map(({ entry, where }) => (
                <Item key={entry.id} entry={entry} where={where} />
              ))}
            </ul>
          </li>
        )}
      </ul>
    </>
  );
}

interface FlowItemProps {
  readonly flow: FlowEntry;
  readonly note: number;
  readonly children: readonly ReactNode[] | null;
}

function FlowItem({ flow, note, children }: FlowItemProps) {
  const { editor } = useParts();
  const isCurrent = useStore(editor.selection.store, (s) => s.flow === flow.id);
  const rest = (children?.length ?? 0) - MOST_SHOWN;
  return (
    <li>
      <button
        type="button"
        className={cx(styles['item'], styles['flow'])}
        aria-current={isCurrent}
        onClick={() => editor.selection.openFlow(flow.id)}
      >
        <NodeIcon type={flow.type} kind="subflow" small />
        <span className={cx(isDisabled(flow) && styles['off'])}>{labelOf(flow, undefined)}</span>
        <span className={cx(styles['note'])}>{note}</span>
      </button>
      {children === null ? null : (
        <ul className={cx(styles['nested'])}>
          {children.slice(0, MOST_SHOWN)}
          {rest > 0 ? <li className={cx(styles['note'])}>{t('flows.more', { n: rest })}</li> : null}
        </ul>
      )}
    </li>
  );
}

function Item({ entry, where }: { readonly entry: FlowEntry; readonly where?: Hit['where'] }) {
  const { editor, core } = useParts();
  const document = useDocument();
  const type = useTypes().get(entry.type, document);
  const isChanged = useStore(editor.documents.store, (s) => s.changed.has(entry.id));
  const isOn = useStore(
    editor.selection.store,
    (s) => s.nodes.has(entry.id) || s.pages.at(-1) === entry.id,
  );
  const go = (): void => {
    if (classOf(entry) === 'config') {
      editor.selection.showConfig(entry.id);
      editor.view.set({ rightOpen: true, right: 'edit' });
    } else {
      core.show(entry);
      core.openEdit();
    }
  };
  return (
    <li>
      <button type="button" className={cx(styles['item'], isOn && styles['itemOn'])} onClick={go}>
        <NodeIcon type={entry.type} kind={type?.kind ?? 'unknown'} small />
        <span className={cx(isDisabled(entry) && styles['off'])}>
          {labelOf(entry, type)}
          {where === undefined ? null : (
            <small className={cx(styles['where'])}>
              {where.key}: {where.text}
            </small>
          )}
        </span>
        {isChanged ? <span className={cx(styles['dot'])} title={t('node.changed')} /> : null}
      </button>
    </li>
  );
}
