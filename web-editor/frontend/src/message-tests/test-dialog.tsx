import { Plus, Trash2 } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { preview } from '../model/debug-value';
import {
  fieldsOf,
  outputsOf,
  testValue,
  timesMade,
  type MessageTest,
  type TestMessage,
} from '../model/message-test';
import { isPath } from '../model/path';
import { mayTest } from '../store/may-test';
import { ValueTree } from '../sidebar/value-tree';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import styles from './message-tests.module.css';
import { nodeName } from './names';

/** Fields that are offered one by one; of more than these one writes the path. */
const MOST_FIELDS = 40;

/** One test: its name, which fields matter, what goes in and what is to come out. */
export default function TestDialog({ id }: { readonly id: string | undefined }) {
  const { editor } = useParts();
  const kept = useStore(editor.tests.store, (s) => s.tests?.find((test) => test.id === id));
  const recorded = useStore(editor.tests.store, (s) => (id === undefined ? s.recorded : undefined));
  const [opened] = useState(kept ?? recorded?.test);
  if (opened === undefined) return null;
  return (
    <TestForm test={opened} incomplete={recorded?.incomplete ?? []} isNew={id === undefined} />
  );
}

function TestForm(props: {
  readonly test: MessageTest;
  readonly incomplete: readonly string[];
  readonly isNew: boolean;
}) {
  const { editor } = useParts();
  const { test, isNew } = props;
  const [name, setName] = useState(test.name);
  const [times] = useState(() => (isNew ? timesMade(test, Date.now()) : []));
  const [ignored, setIgnored] = useState<readonly string[]>(() => [
    ...new Set([...(test.ignore ?? []), ...times]),
  ]);
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const fieldId = useId();
  const may = mayTest(editor);
  const close = (): void => editor.view.set({ open: undefined });
  const isNamed = name.trim() !== '';
  const keep = async (): Promise<void> => {
    if (!isNamed || isBusy) return;
    setBusy(true);
    try {
      await editor.engine.tests.keep({ ...test, name: name.trim(), ignore: ignored });
      close();
      if (isNew) editor.view.set({ left: 'tests' });
      editor.view.announce(t('tests.kept', { name: name.trim() }));
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : '');
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t(isNew ? 'test.new' : 'test.title')}
      focusRef={nameField}
      onClose={close}
      footer={
        may ? (
          <>
            {isNew ? (
              <button
                type="button"
                className={cx(controls['button'], controls['danger'])}
                onClick={() => {
                  close();
                  editor.engine.tests.discard();
                }}
              >
                {t('tests.discard')}
              </button>
            ) : (
              <button type="button" className={cx(controls['button'])} onClick={close}>
                {t('wires.cancel')}
              </button>
            )}
            <button
              type="submit"
              form={`${fieldId}form`}
              className={cx(controls['button'], controls['primary'])}
              disabled={!isNamed || isBusy}
            >
              {t('test.keep')}
            </button>
          </>
        ) : undefined
      }
    >
      <form
        id={`${fieldId}form`}
        className={cx(styles['form'])}
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        {error === '' ? null : (
          <p role="alert" className={cx(styles['fault'])}>
            {error}
          </p>
        )}
        {props.incomplete.length === 0 ? null : (
          <div role="note" className={cx(styles['warning'])}>
            <b>{t('test.incomplete')}</b>
            <ul>
              {props.incomplete.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </div>
        )}
        <label className={cx(styles['name'])}>
          <span>{t('form.name')}</span>
          <input
            ref={nameField}
            value={name}
            autoComplete="off"
            readOnly={!may}
            aria-invalid={!isNamed}
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
        </label>
        <Fields test={test} ignored={ignored} times={times} may={may} onIgnored={setIgnored} />
        <Inputs test={test} />
        <Outputs test={test} />
      </form>
    </Dialog>
  );
}

// ---- which fields matter ----

function Fields(props: {
  readonly test: MessageTest;
  readonly ignored: readonly string[];
  readonly times: readonly string[];
  readonly may: boolean;
  readonly onIgnored: (ignored: readonly string[]) => void;
}) {
  const { test, ignored, times, may, onIgnored } = props;
  const fields = useMemo(() => fieldsOf(test, MOST_FIELDS), [test]);
  const [known] = useState(() => new Set(fields.map((field) => field.path)));
  const others = ignored.filter((path) => !known.has(path));
  const setMatters = (path: string, matters: boolean): void =>
    onIgnored(matters ? ignored.filter((other) => other !== path) : [...ignored, path]);
  return (
    <fieldset>
      <legend>{t('test.fields')}</legend>
      <p className={cx(styles['note'])}>{t('test.fieldsText')}</p>
      <ul className={cx(styles['fields'])}>
        {fields.map(({ path, value }) => (
          <li key={path}>
            <label className={cx(styles['choice'])}>
              <input
                type="checkbox"
                checked={!ignored.includes(path)}
                disabled={!may}
                onChange={(event) => setMatters(path, event.target.checked)}
              />
              <code>{path}</code>
              <span className={cx(styles['sample'])}>{preview(testValue(value))}</span>
            </label>
            {times.includes(path) ? (
              <span className={cx(styles['note'])}>{t('test.time')}</span>
            ) : null}
          </li>
        ))}
        {others.map((path) => (
          <li key={path}>
            <span className={cx(styles['choice'])}>
              <code>{path}</code>
              <span className={cx(styles['sample'])}>{t('test.mayDiffer')}</span>
            </span>
            {may ? (
              <IconButton
                icon={Trash2}
                label={t('test.compareAgain', { path })}
                quiet
                onPress={() => setMatters(path, true)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {may ? <OtherField onPath={(path) => setMatters(path, false)} /> : null}
    </fieldset>
  );
}

/** A field that isn't in the list, by its path. */
function OtherField({ onPath }: { readonly onPath: (path: string) => void }) {
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const id = useId();
  const add = (): void => {
    const path = text.trim().replace(/^msg\./, '');
    if (!isPath(path)) {
      setWrong(true);
      return;
    }
    onPath(path);
    setText('');
  };
  return (
    <div className={cx(styles['other'])}>
      <label htmlFor={id}>{t('test.other')}</label>
      <input
        id={id}
        value={text}
        placeholder="payload.time"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={`${id}wrong`}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Else it would be the form that is sent.
          event.preventDefault();
          add();
        }}
      />
      <IconButton
        icon={Plus}
        label={t('test.ignore')}
        disabled={text.trim() === ''}
        onPress={add}
      />
      <p id={`${id}wrong`} role="alert" className={cx(styles['fault'])}>
        {isWrong ? t('rule.path') : ''}
      </p>
    </div>
  );
}

// ---- what goes in and what is to come out ----

function Inputs({ test }: { readonly test: MessageTest }) {
  const parts = useParts();
  return (
    <section className={cx(styles['part'])}>
      <h3>{t('test.inputs', { n: test.inputs.length })}</h3>
      {test.inputs.length === 0 ? <p className={cx(styles['note'])}>{t('test.noInputs')}</p> : null}
      <ol>
        {test.inputs.map(({ to, from, port, message }, i) => (
          <li key={i}>
            <h4>
              {to === undefined
                ? t('test.from', { name: nodeName(parts, from ?? ''), port: (port ?? 0) + 1 })
                : t('test.to', { name: nodeName(parts, to) })}
            </h4>
            <Message message={message} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Outputs({ test }: { readonly test: MessageTest }) {
  const parts = useParts();
  const outputs = outputsOf(test);
  return (
    <section className={cx(styles['part'])}>
      <h3>{t('test.outputs')}</h3>
      {outputs.length === 0 ? <p className={cx(styles['note'])}>{t('test.noOutputs')}</p> : null}
      {outputs.map(({ node, port, messages }) => (
        <div key={`${node} ${port}`}>
          <h4>{t('wires.title', { name: nodeName(parts, node), port: port + 1 })}</h4>
          {messages.length === 0 ? (
            <p className={cx(styles['note'])}>{t('test.nothingComes')}</p>
          ) : (
            <ol>
              {messages.map((message, i) => (
                <li key={i}>
                  <Message message={message} />
                </li>
              ))}
            </ol>
          )}
        </div>
      ))}
    </section>
  );
}

function Message({ message }: { readonly message: TestMessage }) {
  return <ValueTree value={testValue(message)} path="msg" />;
}
