import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import {
  groupScope,
  recordingScopes,
  scopeAfter,
  type RecordingScope,
} from '../model/recording-scope';
import type { Editor } from '../store/editor';
import type { RecordFrom } from '../store/view-store';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';
import styles from './message-tests.module.css';
import { scopeName } from './names';

const MOST_MESSAGES = 20;
const MOST_SECONDS = 60;

/** Asks what a test is to be recorded of, and for how long; then the recording begins. */
export default function RecordDialog({ from }: { readonly from: RecordFrom }) {
  const parts = useParts();
  const { editor } = parts;
  const [scopes] = useState(() => scopesFor(editor, from));
  const [chosen, setChosen] = useState(0);
  const [messages, setMessages] = useState(from.message === undefined ? '5' : '1');
  const [seconds, setSeconds] = useState('30');
  const edits = useStore(editor.documents.store, (s) => s.changed.size);
  const id = useId();
  const close = (): void => editor.view.set({ open: undefined });
  const scope = scopes[chosen];
  const bounds = {
    messages: wholeWithin(messages, MOST_MESSAGES),
    seconds: wholeWithin(seconds, MOST_SECONDS),
  };
  const isReady =
    scope !== undefined && bounds.messages !== undefined && bounds.seconds !== undefined;
  const start = (): void => {
    if (scope === undefined || bounds.messages === undefined || bounds.seconds === undefined) {
      return;
    }
    close();
    editor.engine.tests.record({
      scope,
      what: scopeName(parts, scope),
      messages: bounds.messages,
      seconds: bounds.seconds,
      message: from.message,
    });
  };
  return (
    <Dialog
      title={t('record.title')}
      onClose={close}
      footer={
        <>
          <button type="button" className={cx(controls['button'])} onClick={close}>
            {t('wires.cancel')}
          </button>
          <button
            type="submit"
            form={`${id}form`}
            className={cx(controls['button'], controls['primary'])}
            disabled={!isReady}
          >
            {t('record.start')}
          </button>
        </>
      }
    >
      <form
        id={`${id}form`}
        className={cx(styles['form'])}
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <p>{t(from.message === undefined ? 'record.text' : 'record.again')}</p>
        {edits === 0 ? null : (
          <p role="note" className={cx(styles['warning'])}>
            {t('record.edits', { n: edits })}
          </p>
        )}
        <fieldset>
          <legend>{t('record.what')}</legend>
          {scopes.map((each, i) => (
            <label key={i} className={cx(styles['choice'])}>
              <input
                type="radio"
                name={`${id}what`}
                checked={i === chosen}
                onChange={() => setChosen(i)}
              />
              {scopeName(parts, each)}
            </label>
          ))}
          {scopes.length === 0 ? <p role="alert">{t('record.nothing')}</p> : null}
        </fieldset>
        <fieldset>
          <legend>{t('record.until')}</legend>
          <Bound
            label={t('record.messages')}
            most={MOST_MESSAGES}
            text={messages}
            invalid={bounds.messages === undefined}
            onText={setMessages}
          />
          <Bound
            label={t('record.seconds')}
            most={MOST_SECONDS}
            text={seconds}
            invalid={bounds.seconds === undefined}
            onText={setSeconds}
          />
        </fieldset>
      </form>
    </Dialog>
  );
}

function scopesFor(editor: Editor, from: RecordFrom): readonly RecordingScope[] {
  // What runs is recorded, not what is edited.
  const { base: document } = editor.documents.state;
  const { types } = editor.types.getState();
  if (from.message !== undefined) {
    const scope = scopeAfter(document, types, from.message.output);
    return scope === undefined ? [] : [scope];
  }
  const { flow, nodes } = editor.selection.state;
  const group = from.group === undefined ? undefined : document.get(from.group);
  const ofGroup = group === undefined ? undefined : groupScope(document, types, group);
  const others = recordingScopes(document, types, flow, nodes);
  return ofGroup === undefined ? others : [ofGroup, ...others];
}

function wholeWithin(text: string, most: number): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= most ? value : undefined;
}

function Bound(props: {
  readonly label: string;
  readonly most: number;
  readonly text: string;
  readonly invalid: boolean;
  readonly onText: (text: string) => void;
}) {
  const id = useId();
  return (
    <div className={cx(styles['bound'])}>
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        inputMode="numeric"
        autoComplete="off"
        value={props.text}
        aria-invalid={props.invalid}
        aria-describedby={`${id}most`}
        onChange={(event) => props.onText(event.target.value)}
      />
      <span id={`${id}most`} className={cx(props.invalid ? styles['fault'] : styles['note'])}>
        {t('record.most', { n: props.most })}
      </span>
    </div>
  );
}
