import { Copy, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { TopicRow } from '../model/topic-rows';
import { timeOf } from '../sidebar/time-of';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import { useListening } from './use-listening';
import styles from './topics.module.css';

/** A topic, its last message, and what can be done with it. */
export function TopicDetail({ topic }: { readonly topic: string }) {
  const { editor } = useParts();
  useStore(editor.topics.store, (s) => s.branches);
  const row: TopicRow = editor.topics.row(topic) ?? {
    name: topic,
    topic,
    topics: 0,
    last: undefined,
  };
  const listening = useListening(row);
  const [publishing, setPublishing] = useState(false);
  const maySend = editor.engine.has('publish') && editor.session.may('mqtt.write');
  const copy = (): void => {
    navigator.clipboard.writeText(topic).then(
      () => editor.view.announce(t('say.copiedText')),
      () => undefined,
    );
  };
  return (
    <section className={cx(styles['detail'])} aria-label={t('topics.detail', { topic })}>
      <div className={cx(styles['detailHead'])}>
        <h3>{topic}</h3>
        <IconButton icon={Copy} label={t('topics.copy')} quiet onPress={copy} />
        <IconButton
          icon={X}
          label={t('deploy.dismiss')}
          quiet
          onPress={() => editor.topics.select(undefined)}
        />
      </div>
      {row.last === undefined ? (
        <p className={cx(styles['facts'])}>{t('topics.never')}</p>
      ) : (
        <>
          <pre className={cx(styles['payload'])}>{row.last.preview}</pre>
          <p className={cx(styles['facts'])}>
            <time dateTime={new Date(row.last.at).toISOString()}>{timeOf(row.last.at)}</time>
            <span>QoS {row.last.qos}</span>
            {row.last.retained ? <span>{t('topics.retained')}</span> : null}
            <span>{t('topics.bytes', { n: row.last.bytes })}</span>
            <span>{t('topics.count', { n: row.last.count })}</span>
            {row.last.client === '' ? null : (
              <span>{t('topics.from', { client: row.last.client })}</span>
            )}
          </p>
        </>
      )}
      <div className={cx(styles['actions'])}>
        <button
          type="button"
          className={cx(controls['button'], controls['primary'])}
          title={t('topics.listenHint')}
          disabled={!listening.isPossible}
          onClick={() => listening.add()}
        >
          {t('topics.listen')}
        </button>
        <button
          type="button"
          className={cx(controls['button'])}
          aria-expanded={publishing}
          disabled={!maySend}
          onClick={() => setPublishing(!publishing)}
        >
          {t('topics.publish')}
        </button>
        {row.last?.retained === true ? (
          <button
            type="button"
            className={cx(controls['button'])}
            disabled={!maySend}
            onClick={() => void editor.engine.clearRetained(topic)}
          >
            {t('topics.clear')}
          </button>
        ) : null}
      </div>
      {publishing ? <PublishForm topic={topic} /> : null}
    </section>
  );
}

function PublishForm({ topic }: { readonly topic: string }) {
  const { editor } = useParts();
  const [payload, setPayload] = useState('');
  const [qos, setQos] = useState(0);
  const [retain, setRetain] = useState(false);
  const id = useId();
  const publish = (): void => void editor.engine.publish({ topic, payload, qos, retain });
  return (
    <form
      className={cx(styles['publish'])}
      onSubmit={(event) => {
        event.preventDefault();
        publish();
      }}
    >
      <label htmlFor={`${id}payload`}>{t('topics.payload')}</label>
      <textarea
        id={`${id}payload`}
        rows={2}
        spellCheck={false}
        value={payload}
        onChange={(event) => setPayload(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          publish();
        }}
      />
      <div className={cx(styles['actions'])}>
        <label>
          {t('topics.qos')}{' '}
          <select value={qos} onChange={(event) => setQos(Number(event.target.value))}>
            {[0, 1, 2].map((level) => (
              <option key={level} value={level}>
                {level}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={retain}
            onChange={(event) => setRetain(event.target.checked)}
          />{' '}
          {t('topics.retain')}
        </label>
        <button type="submit" className={cx(controls['button'], controls['primary'])}>
          {t('topics.send')}
        </button>
      </div>
    </form>
  );
}
