import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { TopicRow } from '../model/topic-rows';
import { DragGhost } from '../palette/drag-ghost';
import { useDragToCanvas } from '../palette/use-drag-to-canvas';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { PanelHead } from '../ui/panel-head';
import { TopicDetail } from './topic-detail';
import { useListening } from './use-listening';
import styles from './topics.module.css';

const TYPED_REST_MS = 250;

/** The topics of the built-in broker as a tree, with the last message of each. */
export function TopicsPanel() {
  const { editor } = useParts();
  const { branches, selected } = useStore(editor.topics.store);
  const [typed, setTyped] = useState('');
  const found = useFound(typed);
  const first = branches.get('');
  return (
    <div className={cx(styles['panel'])}>
      <PanelHead
        title={t('topics.title')}
        filter={typed}
        filterLabel={t('topics.filter')}
        onFilter={setTyped}
      />
      <div className={cx(styles['list'])}>
        {found === undefined ? (
          <Branch rows={first?.rows ?? []} />
        ) : (
          <ul aria-label={t('topics.title')}>
            {found.map((row) => (
              <li key={row.topic}>
                <Row row={row} name={row.topic} />
              </li>
            ))}
          </ul>
        )}
        {found === undefined && first?.rows.length === 0 ? (
          <p className={cx(styles['empty'])}>{t('topics.empty')}</p>
        ) : null}
        {found?.length === 0 ? <p className={cx(styles['empty'])}>{t('topics.noneFit')}</p> : null}
        {first?.cut === true ? <p className={cx(styles['empty'])}>{t('topics.cut')}</p> : null}
      </div>
      {selected === undefined ? null : <TopicDetail key={selected} topic={selected} />}
    </div>
  );
}

/** What was typed, looked for when the typing rests; undefined while nothing is typed. */
function useFound(typed: string): readonly TopicRow[] | undefined {
  const { editor } = useParts();
  const [found, setFound] = useState<readonly TopicRow[]>();
  const wanted = typed.trim();
  useEffect(() => {
    if (wanted === '') {
      setFound(undefined);
      return undefined;
    }
    let isStale = false;
    const timer = setTimeout(() => {
      editor.engine.findTopics(wanted).then(
        (rows) => {
          if (!isStale) setFound(rows);
        },
        () => undefined,
      );
    }, TYPED_REST_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [editor, wanted]);
  return wanted === '' ? undefined : found;
}

function Branch({ rows }: { readonly rows: readonly TopicRow[] }) {
  const { editor } = useParts();
  const { branches, unfolded } = useStore(editor.topics.store);
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.topic}>
          <Row row={row} name={row.name} />
          {unfolded.has(row.topic) ? <Branch rows={branches.get(row.topic)?.rows ?? []} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Row({ row, name }: { readonly row: TopicRow; readonly name: string }) {
  const { editor, core } = useParts();
  const isUnfolded = useStore(editor.topics.store, (s) => s.unfolded.has(row.topic));
  const isSelected = useStore(editor.topics.store, (s) => s.selected === row.topic);
  const listening = useListening(row);
  const [ghost, press] = useDragToCanvas(false, ({ at, client, group }) => {
    const node = core.nodeAt(client);
    if (node === undefined || !listening.take(node)) listening.add(at, group);
  });
  return (
    <div className={cx(styles['row'], isSelected && styles['on'])}>
      {row.topics === 0 ? (
        <span className={cx(styles['gap'])} />
      ) : (
        <button
          type="button"
          className={cx(styles['fold'])}
          aria-expanded={isUnfolded}
          aria-label={t(isUnfolded ? 'topics.fold' : 'topics.unfold', { topic: row.topic })}
          onClick={() => editor.topics.toggle(row.topic)}
        >
          <ChevronRight size={13} strokeWidth={2.25} aria-hidden />
        </button>
      )}
      <button
        type="button"
        className={cx(styles['topic'])}
        aria-pressed={isSelected}
        onPointerDown={press}
        onClick={() => editor.topics.select(isSelected ? undefined : row.topic)}
      >
        <span className={cx(styles['name'])}>{name === '' ? '(empty)' : name}</span>
        {row.last === undefined ? (
          <span className={cx(styles['below'])}>{t('topics.below', { n: row.topics })}</span>
        ) : (
          <>
            <span className={cx(styles['value'])}>{row.last.preview}</span>
            {row.last.retained ? (
              <span className={cx(styles['retained'])} title={t('topics.retained')}>
                ◉
              </span>
            ) : null}
          </>
        )}
      </button>
      <DragGhost ghost={ghost} type="mqtt in" kind="network" label={row.topic} />
    </div>
  );
}
