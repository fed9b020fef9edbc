import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  Pencil,
  Play,
  Trash2,
  TriangleAlert,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { MessageTest } from '../model/message-test';
import { isRecordable } from '../model/recording-scope';
import { mayRecord, mayTest } from '../store/may-test';
import type { TestRun } from '../store/tests-store';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import styles from './message-tests.module.css';
import { TestOutcome } from './test-outcome';

/** The tests made of messages: running them, and what came of it. */
export default function TestsPanel() {
  const { editor } = useParts();
  const { tests, running } = useStore(editor.tests.store);
  const [error, setError] = useState('');
  const [removed, setRemoved] = useState<MessageTest>();
  const edits = useStore(editor.documents.store, (s) => s.changed.size);
  const may = mayTest(editor);

  const attempt = (work: Promise<void>): void => {
    work.then(
      () => setError(''),
      (reason: unknown) => setError(reason instanceof Error ? reason.message : ''),
    );
  };
  useEffect(() => attempt(editor.engine.tests.load()), [editor]);

  const remove = (test: MessageTest): void => {
    attempt(
      editor.engine.tests.remove(test.id).then(() => {
        setRemoved(test);
        editor.view.announce(t('say.removed', { name: test.name }));
      }),
    );
  };
  return (
    <div className={cx(styles['panel'])}>
      <div className={cx(styles['head'])}>
        <h2>{t('tests.title')}</h2>
        <div className={cx(styles['actions'])}>
          {may ? (
            <button
              type="button"
              className={cx(controls['button'])}
              disabled={running.size > 0 || tests === undefined || tests.length === 0}
              onClick={() => void editor.engine.tests.run()}
            >
              <Play size={14} aria-hidden />
              {t(running.size > 0 ? 'tests.running' : 'tests.runAll')}
            </button>
          ) : null}
          <RecordButton />
        </div>
        {may ? <BeforeDeploy /> : null}
        {edits === 0 || !may ? null : (
          <p className={cx(styles['note'])}>{t('tests.onEdits', { n: edits })}</p>
        )}
      </div>
      {error === '' ? null : (
        <p role="alert" className={cx(styles['trouble'])}>
          {error}{' '}
          <button
            type="button"
            className={cx(controls['button'])}
            onClick={() => attempt(editor.engine.tests.load())}
          >
            {t('start.again')}
          </button>
        </p>
      )}
      {removed === undefined ? null : (
        <p className={cx(styles['removed'])}>
          <span>{t('say.removed', { name: removed.name })}</span>
          <button
            type="button"
            className={cx(controls['button'])}
            onClick={() => {
              attempt(editor.engine.tests.keep(removed));
              setRemoved(undefined);
            }}
          >
            {t('tests.putBack')}
          </button>
        </p>
      )}
      {tests?.length === 0 ? <p className={cx(styles['empty'])}>{t('tests.empty')}</p> : null}
      {/* What scrolls has to be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={cx(styles['list'])} aria-label={t('tests.title')} tabIndex={0}>
        {(tests ?? []).map((test) => (
          <TestRow key={test.id} test={test} onRemove={() => remove(test)} />
        ))}
      </ul>
    </div>
  );
}

/** The setting that a deploy waits for the tests. */
function BeforeDeploy() {
  const { editor } = useParts();
  const isOn = useStore(editor.view.store, (s) => s.testsFirst);
  return (
    <label className={cx(styles['choice'])}>
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => editor.view.set({ testsFirst: event.target.checked })}
      />
      {t('tests.beforeDeploy')}
    </label>
  );
}

function RecordButton() {
  const { editor } = useParts();
  const deployed = useStore(editor.documents.store, (s) => s.base);
  const flow = useStore(editor.selection.store, (s) => s.flow);
  const recording = useStore(editor.tests.store, (s) => s.recording);
  if (!mayRecord(editor)) return null;
  return (
    <button
      type="button"
      className={cx(controls['button'])}
      disabled={recording !== undefined || !isRecordable(deployed, flow)}
      onClick={() => editor.view.set({ open: { kind: 'record', from: {} } })}
    >
      {t('tests.record')}
    </button>
  );
}

function TestRow(props: { readonly test: MessageTest; readonly onRemove: () => void }) {
  const { editor, editing } = useParts();
  const { test } = props;
  const document = useDocument();
  const run = useStore(editor.tests.store, (s) => s.runs.get(test.id));
  const isRunning = useStore(editor.tests.store, (s) => s.running.has(test.id));
  const isBusy = useStore(editor.tests.store, (s) => s.running.size > 0);
  const may = mayTest(editor);
  const flow = document.has(test.flow) ? editing.label(test.flow) : t('tests.flowGone');
  const isStale = run !== undefined && run.document !== document;
  return (
    <li className={cx(styles['test'])}>
      <div className={cx(styles['testHead'])}>
        <Sign run={run} isRunning={isRunning} />
        <b>{test.name}</b>
        <span className={cx(styles['note'])}>
          {[flow, isRunning ? t('tests.running') : stateOf(run), isStale ? t('tests.stale') : '']
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
        <span className={cx(styles['testActions'])}>
          {may ? (
            <IconButton
              icon={Play}
              label={t('tests.runOne', { name: test.name })}
              quiet
              disabled={isBusy}
              onPress={() => void editor.engine.tests.run([test.id])}
            />
          ) : null}
          <IconButton
            icon={Pencil}
            label={t(may ? 'tests.edit' : 'tests.look', { name: test.name })}
            quiet
            onPress={() => editor.view.set({ open: { kind: 'test', id: test.id } })}
          />
          {may ? (
            <IconButton
              icon={Trash2}
              label={t('edit.removeOne', { name: test.name })}
              quiet
              onPress={props.onRemove}
            />
          ) : null}
        </span>
      </div>
      {run === undefined || isRunning ? null : <TestOutcome test={test} result={run.result} />}
    </li>
  );
}

function Sign({
  run,
  isRunning,
}: {
  readonly run: TestRun | undefined;
  readonly isRunning: boolean;
}) {
  if (run === undefined || isRunning) {
    return <CircleDashed size={16} className={cx(styles['unknown'])} aria-hidden />;
  }
  const { ok, ran } = run.result;
  if (ok) return <CircleCheck size={16} className={cx(styles['ok'])} aria-hidden />;
  return ran ? (
    <CircleAlert size={16} className={cx(styles['err'])} aria-hidden />
  ) : (
    <TriangleAlert size={16} className={cx(styles['warn'])} aria-hidden />
  );
}

function stateOf(run: TestRun | undefined): string {
  if (run === undefined) return t('tests.notRun');
  if (run.result.ok) return t('tests.passed');
  return t(run.result.ran ? 'tests.failed' : 'tests.couldNotRun');
}
