import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { classOf, flowOf } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import type { Problem } from '../model/problems';
import { problemText } from '../inspector/problem-text';
import { mayTest } from '../store/may-test';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useDocument, useParts } from '../ui/editor-context';
import styles from './shell.module.css';

/** What is wrong, worst first, and the way to it. */
export function ProblemsDialog() {
  const { editor, editing, core, problems } = useParts();
  const all = useStore(problems, (s) => s.all);
  const failed = useStore(editor.runtime.store, (s) => s.deploy.state === 'failed');
  const document = useDocument();
  const close = (): void => editor.view.set({ open: undefined });
  const go = (problem: Problem): void => {
    const entry = document.get(problem.nodeId);
    close();
    if (entry === undefined) return;
    editor.view.set({ rightOpen: true, right: 'edit' });
    if (classOf(entry) === 'config') {
      editor.selection.showConfig(entry.id);
      return;
    }
    core.show(entry);
  };
  const sorted = [...all].sort((a, b) => a.severity.localeCompare(b.severity));
  const testFails = useStore(editor.tests.store, ({ runs, fault }) =>
    fault !== '' ? true : [...runs.values()].some((run) => !run.result.ok),
  );
  const canDeploy = failed && (testFails || all.some((p) => p.severity === 'error'));
  return (
    <Dialog
      title={t('problems.title')}
      onClose={close}
      footer={
        canDeploy ? (
          <>
            <button type="button" className={cx(controls['button'])} onClick={close}>
              {t('problems.fix')}
            </button>
            <button
              type="button"
              className={cx(controls['button'])}
              onClick={() => {
                close();
                void editor.engine.deploy('nodes', { anyway: true });
              }}
            >
              {t('problems.anyway')}
            </button>
          </>
        ) : undefined
      }
    >
      {editor.engine.has('tests') ? <TestsLine /> : null}
      {all.length === 0 && !testFails ? <p>{t('problems.none')}</p> : null}
      <ul className={cx(styles['problems'])}>
        {sorted.map((problem, i) => {
          const entry = document.get(problem.nodeId);
          const flow = entry === undefined ? undefined : document.get(flowOf(entry));
          const isError = problem.severity === 'error';
          const Icon = isError ? CircleAlert : TriangleAlert;
          return (
            <li key={i}>
              <button type="button" onClick={() => go(problem)}>
                <span className={cx(isError ? styles['err'] : styles['warn'])}>
                  <Icon size={15} aria-label={t(isError ? 'problems.error' : 'problems.warning')} />
                </span>
                <span>
                  <b>
                    {[
                      flow === undefined ? '' : labelOf(flow, undefined),
                      editing.label(problem.nodeId),
                      problem.property ?? '',
                    ]
                      .filter((part) => part !== '')
                      .join(' › ')}
                  </b>
                  {problemText(problem)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

/** Whether the tests made of messages pass; the panel of its own has what doesn't. */
function TestsLine() {
  const { editor } = useParts();
  const { tests, runs, running, fault } = useStore(editor.tests.store);
  const isKnown = tests !== undefined;
  useEffect(() => {
    // What can't be read is told by the panel; here it only means that there is nothing to run.
    if (!isKnown) editor.engine.tests.load().catch(() => undefined);
  }, [editor, isKnown]);
  if (tests === undefined || tests.length === 0) return null;
  const failed = [...runs.values()].filter((run) => !run.result.ok).length;
  const show = (): void => editor.view.set({ open: undefined, left: 'tests' });
  return (
    <div className={cx(styles['testsLine'])}>
      <span role="status" className={cx((failed > 0 || fault !== '') && styles['err'])}>
        {fault !== ''
          ? fault
          : failed > 0
            ? t('tests.someFailed', { n: failed, all: tests.length })
            : runs.size === tests.length
              ? t('tests.allPassed', { n: tests.length })
              : t('tests.count', { n: tests.length })}
      </span>
      {mayTest(editor) ? (
        <button
          type="button"
          className={cx(controls['button'])}
          disabled={running.size > 0}
          onClick={() => void editor.engine.tests.run()}
        >
          {t(running.size > 0 ? 'tests.running' : 'tests.runAll')}
        </button>
      ) : null}
      <button type="button" className={cx(controls['button'])} onClick={show}>
        {t('tests.show')}
      </button>
    </div>
  );
}
