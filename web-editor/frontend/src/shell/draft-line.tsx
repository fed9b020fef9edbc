import { Laptop } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import styles from '../ui/float-line.module.css';
import { agoOf } from './ago-of';

/** Offers over the flow what the user has edited at another device and not deployed. */
export function DraftLine() {
  const { editor } = useParts();
  const offered = useStore(editor.view.store, (s) => s.offered);
  const now = useStore(editor.runtime.store, (s) => s.now);
  if (offered === undefined) return null;
  const { device, at, edits } = offered.draft;
  return (
    <div className={cx(styles['line'])} role="group" aria-label={t('draft.label')}>
      <Laptop size={15} aria-hidden />
      <span>
        <b>{t('draft.offer', { device: device.name })}</b>{' '}
        {t('draft.edits', { n: edits.length, ago: agoOf(now - at) })}
      </span>
      <button
        type="button"
        className={cx(controls['button'], controls['primary'])}
        title={t('draft.continueTitle')}
        onClick={() => editor.engine.draft.take()}
      >
        {t('draft.continue')}
      </button>
      <button
        type="button"
        className={cx(controls['button'])}
        title={t('draft.leaveTitle')}
        onClick={() => editor.engine.draft.leave()}
      >
        {t('draft.leave')}
      </button>
    </div>
  );
}
