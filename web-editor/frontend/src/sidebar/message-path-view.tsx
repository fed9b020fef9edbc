import { X } from 'lucide-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import { t, isMessageKey } from '../i18n/t';
import { flowOf } from '../model/flow-entry';
import type { Hop, MessagePath } from '../model/wire-messages';
import { endPath } from '../store/shown-path';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import styles from './sidebar.module.css';

/** Where a message went: node by node, with the time that each took and how it ended. */
export function MessagePathView() {
  const { editor } = useParts();
  const shown = useStore(editor.view.store, (s) => s.path);
  const id = useId();
  if (shown === undefined || 'fault' in shown) return null;
  return (
    // Escape ends it from anywhere in it; the button beside the title is for all others.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={cx(styles['path'])}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape') endPath(editor);
      }}
    >
      <div className={cx(styles['pathHead'])}>
        <h2 id={id}>{t('path.title')}</h2>
        <IconButton
          icon={X}
          label={t('path.close')}
          keys="Escape"
          quiet
          onPress={() => endPath(editor)}
        />
      </div>
      <Hops path={shown.path} />
    </section>
  );
}

function Hops({ path }: { readonly path: MessagePath }) {
  const { editing } = useParts();
  const document = useDocument();
  const source = path.source.slice(path.source.lastIndexOf('/') + 1);
  return (
    // What scrolls has to be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={cx(styles['pathBody'])} tabIndex={0} role="group" aria-label={t('path.steps')}>
      {document.has(source) ? (
        <p className={cx(styles['note'])}>{t('path.from', { name: editing.label(source) })}</p>
      ) : null}
      <ol aria-label={t('path.title')}>
        {path.hops.map((hop, i) => (
          <HopLine key={i} hop={hop} step={i + 1} />
        ))}
      </ol>
      {path.hops.length === 0 ? <p className={cx(styles['note'])}>{t('path.nowhere')}</p> : null}
      {path.cut ? <p className={cx(styles['note'])}>{t('path.cut')}</p> : null}
      {path.over ? null : <p className={cx(styles['note'])}>{t('path.underWay')}</p>}
    </div>
  );
}

function HopLine({ hop, step }: { readonly hop: Hop; readonly step: number }) {
  const { editor, editing, core } = useParts();
  // Inside a subflow the name has those of the instances in front of it.
  const id = hop.node.slice(hop.node.lastIndexOf('/') + 1);
  const node = useDocument().get(id);
  const key = `path.${hop.end ?? 'underWay'}`;
  const show = (): void => {
    if (node === undefined) return;
    editor.selection.openFlow(flowOf(node));
    editor.selection.select([node.id]);
    editor.view.set({ flash: { id: node.id, at: Date.now() } });
    core.reveal(node.id);
  };
  return (
    <li>
      <span className={cx(styles['step'])}>{step}</span>
      <span className={cx(styles['hop'])}>
        {node === undefined ? (
          <span>{hop.node}</span>
        ) : (
          <button type="button" title={t('live.goTo')} onClick={show}>
            {editing.label(node.id)}
          </button>
        )}{' '}
        <span className={cx(hop.end === 'error' && styles['hopError'])}>
          {isMessageKey(key) ? t(key) : hop.end}
          {hop.error === undefined ? null : ': '}
        </span>
        {hop.error === undefined ? null : (
          <span className={cx(styles['hopError'])}>{hop.error}</span>
        )}
        <span className={cx(styles['hopTimes'])}>
          {t('path.at', { ms: rounded(hop.atMs) })}
          {hop.tookMs === undefined ? '' : `, ${t('path.took', { ms: rounded(hop.tookMs) })}`}
        </span>
      </span>
    </li>
  );
}

function rounded(ms: number): number {
  return ms < 10 ? Math.round(ms * 100) / 100 : Math.round(ms);
}
