import { Pencil, RotateCcw } from 'lucide-react';
import { useEffect, useId, useMemo, useState } from 'react';
import { t } from '../i18n/t';
import { decodeJson, preview, type DebugValue } from '../model/debug-value';
import type { FlowEntry } from '../model/flow-entry';
import { changesOf, type NodePreview } from '../model/node-preview';
import type { NodeType } from '../model/node-type';
import {
  editableText,
  keptMessage,
  type MessageInput,
  type WireMessage,
} from '../model/wire-messages';
import { timeOf } from '../sidebar/time-of';
import { ValueTree } from '../sidebar/value-tree';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import styles from './live-preview.module.css';
import { useLatestMessage, type SentMessage } from './use-latest-message';

/** After the last keystroke. */
const REST_MS = 150;

/** The engine runs few previews at once: the next try after one that it refused. */
const AGAIN_MS = 500;

const MOST_SHOWN = 5;

const SAMPLE = JSON.stringify({ topic: 'greenhouse/temp', payload: 21.5 }, null, 2);

export interface LivePreviewProps {
  readonly entry: FlowEntry;
  readonly type: NodeType;
}

/** What the node, as it is edited, would do with the latest message, or with one made up. */
export function LivePreview({ entry, type }: LivePreviewProps) {
  const { editor } = useParts();
  const isPossible =
    type.preview === true && editor.engine.has('preview') && editor.session.may('flows.write');
  return isPossible ? <Preview entry={entry} type={type} /> : null;
}

function Preview({ entry, type }: LivePreviewProps) {
  const latest = useLatestMessage(entry.id);
  const [own, setOwn] = useState<string>();
  const input = useInput(latest, own);
  const outcome = useOutcome(entry, input);
  const id = useId();
  return (
    <section className={cx(styles['preview'])} aria-labelledby={`${id}title`} data-live-preview>
      <div className={cx(styles['head'])}>
        <h3 id={`${id}title`}>{t('preview.title')}</h3>
        <Source latest={latest} isOwn={own !== undefined} />
        {own === undefined ? (
          <IconButton
            icon={Pencil}
            label={t('preview.edit')}
            quiet
            onPress={() => setOwn(textOf(latest))}
          />
        ) : (
          <IconButton
            icon={RotateCcw}
            label={t('preview.useLatest')}
            quiet
            onPress={() => setOwn(undefined)}
          />
        )}
      </div>
      {own === undefined ? null : (
        <label className={cx(styles['own'])}>
          <span>{t('preview.message')}</span>
          <textarea
            rows={Math.min(10, own.split('\n').length)}
            spellCheck={false}
            value={own}
            aria-invalid={input?.fault !== undefined}
            aria-describedby={`${id}fault`}
            onChange={(event) => setOwn(event.target.value)}
          />
        </label>
      )}
      <p id={`${id}fault`} role="alert" className={cx(styles['fault'])}>
        {input?.fault}
      </p>
      {own === undefined && latest === null ? (
        <p className={cx(styles['note'])}>
          {t('preview.nothingYet')}{' '}
          <button
            type="button"
            className={cx(controls['button'])}
            onClick={() => setOwn(textOf(latest))}
          >
            {t('preview.useSample')}
          </button>
        </p>
      ) : null}
      {outcome === undefined ? null : <Result type={type} outcome={outcome} />}
    </section>
  );
}

function textOf(latest: SentMessage | null | undefined): string {
  const value = latest?.message.value;
  return value === undefined ? SAMPLE : editableText(value);
}

function Source(props: {
  readonly latest: SentMessage | null | undefined;
  readonly isOwn: boolean;
}) {
  const { editing } = useParts();
  const { latest, isOwn } = props;
  if (isOwn) return <span>{t('preview.own')}</span>;
  if (latest === null || latest === undefined) return <span />;
  return (
    <span>
      {t('preview.from', {
        name: editing.label(latest.output.node),
        time: timeOf(latest.message.at),
      })}
    </span>
  );
}

// ---- what goes in ----

interface Input {
  readonly send: MessageInput | undefined;
  readonly value: DebugValue | undefined;
  readonly fault: string | undefined;
}

function useInput(
  latest: SentMessage | null | undefined,
  own: string | undefined,
): Input | undefined {
  return useMemo(() => {
    if (own !== undefined) return ownInput(own);
    if (latest === null || latest === undefined) return undefined;
    const { output, message } = latest;
    return { send: keptMessage(output, message.number), value: message.value, fault: undefined };
  }, [latest, own]);
}

function ownInput(text: string): Input {
  const wrong = (why: string): Input => ({
    send: undefined,
    value: undefined,
    fault: t('wires.notJson', { text: why }),
  });
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      return wrong(t('preview.noObject'));
    }
    return { send: { message }, value: decodeJson(message), fault: undefined };
  } catch (reason) {
    return wrong(reason instanceof Error ? reason.message : '');
  }
}

// ---- what comes out ----

interface Outcome {
  readonly answer: NodePreview | { readonly error: string };
  /** The message that it is the outcome for. */
  readonly before: DebugValue;
}

/** The outcome for what stands in the form; the one before until there is one. */
function useOutcome(entry: FlowEntry, input: Input | undefined): Outcome | undefined {
  const { editor } = useParts();
  const [outcome, setOutcome] = useState<Outcome>();
  const send = input?.send;
  const before = input?.value;

  useEffect(() => {
    if (send === undefined || before === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    let isStale = false;
    const ask = (isAgain: boolean): void => {
      editor.engine.preview(entry, send).then(
        (answer) => {
          if (!isStale) setOutcome({ answer, before });
        },
        (reason: unknown) => {
          if (isStale) return;
          const error = reason instanceof Error ? reason.message : '';
          if (isAgain) setOutcome({ answer: { error }, before });
          else timer = setTimeout(() => ask(true), AGAIN_MS);
        },
      );
    };
    timer = setTimeout(() => ask(false), REST_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [editor, entry, send, before]);

  return send === undefined ? undefined : outcome;
}

function Result(props: { readonly type: NodeType; readonly outcome: Outcome }) {
  const { type, outcome } = props;
  const { answer: result, before } = outcome;
  if ('error' in result) {
    return <p className={cx(styles['fault'])}>{t('say.failed', { text: result.error })}</p>;
  }
  return (
    <>
      {result.log.map((entry, i) => (
        <p key={i} className={cx(styles[entry.isError ? 'fault' : 'warning'])}>
          {entry.value.kind === 'text' ? entry.value.text : preview(entry.value)}
        </p>
      ))}
      {result.over ? null : <p className={cx(styles['note'])}>{t('preview.notOver')}</p>}
      {result.outputs.map((sent, port) => (
        <div key={port} className={cx(styles['output'])}>
          {result.outputs.length < 2 ? null : (
            <h4>{type.outputLabels?.[port] ?? t('preview.output', { port: port + 1 })}</h4>
          )}
          {sent.length === 0 ? <p className={cx(styles['note'])}>{t('preview.nothing')}</p> : null}
          {sent.slice(0, MOST_SHOWN).map((message, i) => (
            <Sent key={i} before={before} message={message} />
          ))}
          {sent.length <= MOST_SHOWN ? null : (
            <p className={cx(styles['note'])}>
              {t('preview.more', { n: sent.length - MOST_SHOWN })}
            </p>
          )}
        </div>
      ))}
    </>
  );
}

/** A message that would be sent: what is other in it than in the one that came. */
function Sent(props: { readonly before: DebugValue; readonly message: WireMessage }) {
  const { before, message } = props;
  if (message.value === undefined) return <p>{message.preview}</p>;
  const changes = changesOf(before, message.value);
  if (changes.length === 0) return <p className={cx(styles['note'])}>{t('preview.same')}</p>;
  return (
    <div className={cx(styles['sent'])}>
      {changes.map(({ key, value }) =>
        value === undefined ? (
          <p key={key} className={cx(styles['gone'])}>
            {t('preview.gone', { name: key })}
          </p>
        ) : (
          <ValueTree key={key} name={key} value={value} path={`msg.${key}`} />
        ),
      )}
    </div>
  );
}
