import { Circle, Square, X } from 'lucide-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { Recording } from '../store/tests-store';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import styles from '../ui/float-line.module.css';

/** Says over the flow that a test is recorded, how far it is, and what came of it. */
export function RecordingLine() {
  const { editor } = useParts();
  const { recording, recorded, fault } = useStore(editor.tests.store);
  const { tests } = editor.engine;
  if (recording !== undefined) return <GoingOn recording={recording} />;
  if (recorded !== undefined) {
    return (
      <div className={cx(styles['line'])}>
        <span>{t('tests.recorded', { n: recorded.test.inputs.length })}</span>
        <button
          type="button"
          className={cx(controls['button'], controls['primary'])}
          onClick={() => editor.view.set({ open: { kind: 'test', id: undefined } })}
        >
          {t('tests.name')}
        </button>
        <IconButton icon={X} label={t('tests.discard')} quiet onPress={() => tests.discard()} />
      </div>
    );
  }
  if (fault === '') return null;
  return (
    <div className={cx(styles['line'], styles['fault'])}>
      <span>{fault}</span>
      <IconButton
        icon={X}
        label={t('deploy.dismiss')}
        quiet
        onPress={() => editor.tests.set({ fault: '' })}
      />
    </div>
  );
}

function GoingOn({ recording }: { readonly recording: Recording }) {
  const { editor } = useParts();
  const now = useStore(editor.runtime.store, (s) => s.now);
  const { tests } = editor.engine;
  const { what, messages, seconds, came, isEnding } = recording;
  const passed = Math.min(seconds, Math.max(0, Math.floor((now - recording.startedAt) / 1000)));
  const id = useId();
  return (
    <div className={cx(styles['line'])} data-recording>
      <Circle size={12} className={cx(styles['sign'])} aria-hidden />
      <span id={id}>
        <b>{t('tests.recordingOf', { what })}</b>{' '}
        {isEnding ? t('tests.ending') : t('tests.progress', { n: came, messages, passed, seconds })}
      </span>
      <progress
        aria-labelledby={id}
        max={1}
        value={isEnding ? 1 : Math.max(came / messages, passed / seconds)}
      />
      <button
        type="button"
        className={cx(controls['button'])}
        disabled={isEnding}
        onClick={() => tests.stop()}
      >
        <Square size={12} aria-hidden />
        {t('tests.stop')}
      </button>
      <IconButton icon={X} label={t('tests.discard')} quiet onPress={() => tests.discard()} />
    </div>
  );
}
