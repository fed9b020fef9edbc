import { ArrowLeft, FlaskConical, Pencil, RotateCw, Route, X } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { WireEnd } from '../model/flow-document';
import { flowOf } from '../model/flow-entry';
import { isRecordable } from '../model/recording-scope';
import {
  editableText,
  numberSeries,
  type NumberSeries,
  type WireMessage,
} from '../model/wire-messages';
import { mayRecord } from '../store/may-test';
import { endPath, showPath } from '../store/shown-path';
import { outputKey } from '../store/wires-store';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import styles from './sidebar.module.css';
import { SparkLine } from './spark-line';
import { timeOf } from './time-of';
import { ValueTree } from './value-tree';

/** What an output has sent: the latest messages, and what can be done with one. */
export function WireInspector({ output }: { readonly output: WireEnd }) {
  const { editor, editing } = useParts();
  const reading = useStore(editor.wires.store, (s) =>
    s.readings.get(outputKey(output.node, output.port)),
  );
  const [messages, setMessages] = useState<readonly WireMessage[]>();
  const [error, setError] = useState('');
  const { node, port } = output;
  const count = reading?.count;

  useEffect(() => {
    let isStale = false;
    editor.engine.wireMessages(node, port).then(
      (found) => {
        if (isStale) return;
        setMessages(found);
        setError('');
      },
      (reason: unknown) => {
        if (!isStale) setError(reason instanceof Error ? reason.message : '');
      },
    );
    return () => {
      isStale = true;
    };
    // Whenever something was sent the list is another.
  }, [editor, node, port, count]);

  const series = messages === undefined ? undefined : numberSeries(messages);
  const newest = messages === undefined ? [] : [...messages].reverse();
  return (
    <div className={cx(styles['panel'])} data-wire-inspector>
      <div className={cx(styles['tools'])}>
        <IconButton
          icon={ArrowLeft}
          label={t('wires.close')}
          quiet
          onPress={() => editor.view.set({ inspected: undefined })}
        />
        <h2 className={cx(styles['wireTitle'])}>
          {t('wires.title', { name: editing.label(node), port: port + 1 })}
        </h2>
      </div>
      <div className={cx(styles['facts'])}>
        <span>{t('wires.count', { n: count ?? messages?.at(-1)?.number ?? 0 })}</span>
        {reading === undefined || reading.rate === 0 ? null : (
          <span>{t('wires.rate', { rate: reading.rate })}</span>
        )}
        {series === undefined ? null : <Numbers series={series} />}
      </div>
      {error === '' ? null : (
        <p role="alert" className={cx(styles['bound'])}>
          {t('say.failed', { text: error })}
        </p>
      )}
      {newest.length === 0 ? (
        <p className={cx(styles['empty'])}>{messages === undefined ? '' : t('wires.empty')}</p>
      ) : (
        <ol className={cx(styles['list'])} aria-label={t('wires.list')}>
          {newest.map((message, i) => (
            <MessageRow
              key={message.number}
              output={output}
              message={message}
              before={newest[i + 1]}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

function Numbers({ series }: { readonly series: NumberSeries }) {
  const shown = (value: number): number => Math.round(value * 100) / 100;
  return (
    <>
      <span>
        {t('wires.numbers', {
          min: shown(series.min),
          mean: shown(series.mean),
          max: shown(series.max),
        })}
      </span>
      <SparkLine series={series} />
    </>
  );
}

function MessageRow(props: {
  readonly output: WireEnd;
  readonly message: WireMessage;
  readonly before: WireMessage | undefined;
}) {
  const { editor } = useParts();
  const { output, message, before } = props;
  const [whole, setWhole] = useState(false);
  const [editing, setEditing] = useState(false);
  const maySend = editor.session.may('inject.write');
  const isRecording = useStore(editor.tests.store, (s) => s.recording !== undefined);
  const isOnTab = useStore(editor.documents.store, ({ base }) => {
    const source = base.get(output.node);
    return source !== undefined && isRecordable(base, flowOf(source));
  });
  // It is sent once more, and what comes of it is recorded.
  const mayRecordIt = maySend && isOnTab && mayRecord(editor);
  const { id } = message;
  const again = (): void => {
    void editor.engine.sendAgain(output, message.number);
  };
  const isShown = useStore(
    editor.view.store,
    ({ path }) => path !== undefined && 'id' in path && path.id === id,
  );
  const togglePath = (): void => {
    if (isShown) endPath(editor);
    else if (id !== undefined) void showPath(editor, id);
  };
  return (
    <li className={cx(styles['row'])}>
      <div className={cx(styles['rowHead'])}>
        <time dateTime={new Date(message.at).toISOString()}>{timeOf(message.at)}</time>
        {before === undefined ? null : <span>{gapText(message.at - before.at)}</span>}
        <span className={cx(styles['rowActions'])}>
          <IconButton
            icon={RotateCw}
            label={t('wires.again')}
            quiet
            disabled={!maySend || id === undefined}
            onPress={again}
          />
          <IconButton
            icon={Pencil}
            label={t('wires.edit')}
            quiet
            disabled={!maySend || message.value === undefined}
            pressed={editing}
            onPress={() => setEditing(!editing)}
          />
          {mayRecordIt ? (
            <IconButton
              icon={FlaskConical}
              label={t('wires.recordTest')}
              quiet
              disabled={id === undefined || isRecording}
              onPress={() =>
                editor.view.set({
                  open: { kind: 'record', from: { message: { output, number: message.number } } },
                })
              }
            />
          ) : null}
          <IconButton
            icon={Route}
            label={t('wires.path')}
            quiet
            disabled={id === undefined}
            pressed={isShown}
            onPress={togglePath}
          />
        </span>
      </div>
      {message.value === undefined ? (
        <p className={cx(styles['note'])}>
          {message.preview} {t('wires.tooLarge')}
        </p>
      ) : whole || message.payload === undefined ? (
        <ValueTree value={message.value} path="msg" open={whole} />
      ) : (
        <ValueTree value={message.payload} path="msg.payload" />
      )}
      {message.value === undefined || message.payload === undefined ? null : (
        <button
          type="button"
          className={cx(styles['more'])}
          aria-pressed={whole}
          onClick={() => setWhole(!whole)}
        >
          {t(whole ? 'wires.payloadOnly' : 'wires.whole')}
        </button>
      )}
      {editing && message.value !== undefined ? (
        <SendForm
          output={output}
          text={editableText(message.value)}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </li>
  );
}

/** A message to be changed and sent out of the same output. */
function SendForm(props: {
  readonly output: WireEnd;
  readonly text: string;
  readonly onClose: () => void;
}) {
  const { editor } = useParts();
  const [text, setText] = useState(props.text);
  const [error, setError] = useState('');
  const id = useId();
  const send = async (): Promise<void> => {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch (reason) {
      setError(t('wires.notJson', { text: reason instanceof Error ? reason.message : '' }));
      return;
    }
    if (await editor.engine.send(props.output, message)) props.onClose();
  };
  return (
    <div className={cx(styles['sendForm'])}>
      <label htmlFor={id}>{t('wires.message')}</label>
      <textarea
        id={id}
        rows={Math.min(12, text.split('\n').length + 1)}
        spellCheck={false}
        value={text}
        aria-invalid={error !== ''}
        aria-describedby={error === '' ? undefined : `${id}error`}
        onChange={(event) => {
          setText(event.target.value);
          setError('');
        }}
      />
      <p id={`${id}error`} role="alert" className={cx(styles['sendError'])}>
        {error}
      </p>
      <div className={cx(styles['rowActions'])}>
        <IconButton icon={X} label={t('wires.cancel')} quiet onPress={props.onClose} />
        <button
          type="button"
          className={cx(controls['button'], controls['primary'])}
          onClick={() => void send()}
        >
          {t('wires.send')}
        </button>
      </div>
    </div>
  );
}

function gapText(ms: number): string {
  if (ms < 1000) return `+${ms} ms`;
  return ms < 60_000 ? `+${(ms / 1000).toFixed(1)} s` : `+${Math.round(ms / 60_000)} min`;
}
