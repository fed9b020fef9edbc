import { CircleAlert, Pause, Play, Trash2, TriangleAlert } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { LiveRow } from '../store/live-store';
import { outputKey } from '../store/wires-store';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useEntry, useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import { MessagePathView } from './message-path-view';
import styles from './sidebar.module.css';
import { timeOf } from './time-of';
import { ValueTree } from './value-tree';
import { WireInspector } from './wire-inspector';

const NEAR_END_PX = 40;

/** What happens: messages of debug nodes, or those of an output that is looked into; above, where one went. */
export function LivePanel() {
  const { editor } = useParts();
  const inspected = useStore(editor.view.store, (s) => s.inspected);
  return (
    <div className={cx(styles['live'])}>
      <MessagePathView />
      {inspected === undefined ? (
        <Messages />
      ) : (
        <WireInspector key={outputKey(inspected.node, inspected.port)} output={inspected} />
      )}
    </div>
  );
}

/** Messages of debug nodes, warnings and errors, the newest at the bottom. */
function Messages() {
  const { editor } = useParts();
  const { rows, paused, waiting, dropped } = useStore(editor.live.store);
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => filtered(rows, filter), [rows, filter]);
  const list = useRef<VListHandle>(null);
  const [stuck, setStuck] = useState(true);
  const [seen, setSeen] = useState(0);
  const last = shown.at(-1)?.key ?? 0;

  useEffect(() => {
    if (!stuck || shown.length === 0) return;
    list.current?.scrollToIndex(shown.length - 1, { align: 'end' });
    setSeen(last);
  }, [shown, stuck, last]);

  const newer = stuck ? 0 : shown.filter((row) => row.key > seen).length;
  return (
    <div className={cx(styles['panel'])}>
      <div className={cx(styles['tools'])}>
        <input
          type="search"
          aria-label={t('live.filter')}
          placeholder={t('live.filter')}
          value={filter}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setFilter(event.target.value)}
        />
        <IconButton
          icon={paused ? Play : Pause}
          label={t(paused ? 'live.resume' : 'live.pause')}
          keys="b"
          quiet
          pressed={paused}
          onPress={() => editor.live.pause(!paused)}
        />
        <IconButton
          icon={Trash2}
          label={t('live.clear')}
          quiet
          disabled={rows.length === 0 && waiting === 0}
          onPress={() => editor.live.clear()}
        />
      </div>
      {paused ? <p className={cx(styles['bound'])}>{t('live.paused', { n: waiting })}</p> : null}
      {dropped > 0 ? (
        <p className={cx(styles['bound'])}>{t('live.dropped', { n: dropped })}</p>
      ) : null}
      <div className={cx(styles['listBox'])}>
        {shown.length === 0 ? (
          <p className={cx(styles['empty'])}>
            {t(rows.length === 0 ? 'live.empty' : 'live.noneFit')}
          </p>
        ) : (
          <VList
            ref={list}
            className={cx(styles['list'])}
            // A scrolling area must be reachable by keyboard.
            tabIndex={0}
            role="log"
            aria-live="off"
            aria-label={t('live.title')}
            onScroll={(offset) => {
              const box = list.current;
              if (box === null) return;
              setStuck(offset + box.viewportSize >= box.scrollSize - NEAR_END_PX);
            }}
          >
            {shown.map((row) => (
              <Row key={row.key} row={row} />
            ))}
          </VList>
        )}
        {newer > 0 ? (
          <button
            type="button"
            className={cx(controls['button'], controls['primary'], styles['newer'])}
            onClick={() => setStuck(true)}
          >
            {t('live.newer', { n: newer })}
          </button>
        ) : null}
      </div>
    </div>
  );
}

const Row = memo(function Row({ row }: { readonly row: LiveRow }) {
  const { editing, core } = useParts();
  const entry = useEntry(row.nodeId);
  if (row.level === 'connection') {
    return (
      <div className={cx(styles['row'], styles['rowconnection'])}>
        {row.text} · {timeOf(row.at)}
      </div>
    );
  }
  const name = entry === undefined ? row.name : editing.label(entry.id);
  const go = (): void => {
    if (entry !== undefined) core.show(entry);
  };
  const path = row.property === undefined ? 'msg' : `msg.${row.property}`;
  const Sign = row.level === 'error' ? CircleAlert : TriangleAlert;
  return (
    <div className={cx(styles['row'], styles[`row${row.level}`])} data-live-row>
      <div className={cx(styles['rowHead'])}>
        {row.level === 'message' ? null : (
          <span className={cx(styles['level'], styles[`level${row.level}`])}>
            <Sign size={12} strokeWidth={2.25} aria-hidden />
            {t(`live.${row.level}`)}
          </span>
        )}
        {entry === undefined ? (
          <span>{name}</span>
        ) : (
          <button type="button" title={t('live.goTo')} onClick={go}>
            {name}
          </button>
        )}
        {row.topic === '' ? null : <span className={cx(styles['topic'])}>{row.topic}</span>}
        {row.times > 1 ? <span className={cx(styles['times'])}>×{row.times}</span> : null}
        <time dateTime={new Date(row.at).toISOString()}>{timeOf(row.at)}</time>
      </div>
      <ValueTree value={row.value} path={path} />
    </div>
  );
});

function filtered(rows: readonly LiveRow[], filter: string): readonly LiveRow[] {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) =>
    [row.name, row.topic, row.text, row.property ?? ''].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
}
