import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { PastDeploy } from '../model/past-deploy';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';
import styles from './shell.module.css';

/** What was deployed before, and the way back to it. */
export function HistoryDialog() {
  const { editor } = useParts();
  const [deploys, setDeploys] = useState<readonly PastDeploy[]>();
  const [error, setError] = useState('');
  const present = useStore(editor.documents.store, (s) => s.rev);
  const edits = useStore(editor.documents.store, (s) => s.changed.size);
  const may = editor.session.may('flows.write');
  const close = (): void => editor.view.set({ open: undefined });

  useEffect(() => {
    editor.engine
      .deploys()
      .then(setDeploys, (reason: unknown) =>
        setError(reason instanceof Error ? reason.message : ''),
      );
  }, [editor]);

  const restore = (deploy: PastDeploy): void => {
    close();
    void editor.engine.restore(deploy.rev);
  };
  return (
    <Dialog title={t('history.title')} onClose={close}>
      {edits === 0 ? null : <p role="note">{t('history.edits', { n: edits })}</p>}
      {error === '' ? null : <p role="alert">{t('say.failed', { text: error })}</p>}
      {deploys?.length === 0 ? <p>{t('history.none')}</p> : null}
      {/* What scrolls has to be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={cx(styles['history'])} tabIndex={0}>
        {(deploys ?? []).map((deploy) => {
          const isPresent = deploy.rev === present;
          return (
            <li key={`${deploy.rev} ${deploy.at}`} aria-current={isPresent}>
              <span>
                <b>
                  <time dateTime={new Date(deploy.at).toISOString()}>{when.format(deploy.at)}</time>
                </b>
                {[deploy.user, summaryOf(deploy)].filter(Boolean).join(' · ')}
              </span>
              {isPresent ? (
                <span className={cx(styles['present'])}>{t('history.present')}</span>
              ) : (
                <button
                  type="button"
                  className={cx(controls['button'])}
                  disabled={!may || edits > 0}
                  aria-label={t('history.restoreOf', { time: when.format(deploy.at) })}
                  onClick={() => restore(deploy)}
                >
                  {t('history.restore')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

const when = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'medium' });

function summaryOf({ added, changed, removed }: PastDeploy): string {
  const parts = [
    added === 0 ? '' : t('history.added', { n: added }),
    changed === 0 ? '' : t('history.changed', { n: changed }),
    removed === 0 ? '' : t('history.removed', { n: removed }),
  ].filter((part) => part !== '');
  return parts.length === 0 ? t('history.same') : parts.join(', ');
}
