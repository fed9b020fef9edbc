import { useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';
import { LoginForm } from './login-form';
import styles from './login.module.css';

/** The login over the page. What was edited is still there below, and when it is put off. */
export function LoginDialog() {
  const { editor } = useParts();
  const asking = useStore(editor.session.store, (s) => s.asking);
  const name = useStore(editor.session.store, (s) => s.user?.name);
  const first = useRef<HTMLInputElement>(null);
  if (asking === undefined) return null;
  return (
    <Dialog title={t('login.title')} focusRef={first} onClose={() => editor.engine.login.later()}>
      {asking.reason === 'asked' ? null : <p className={cx(styles['why'])}>{t('login.ended')}</p>}
      <LoginForm
        questions={asking.questions}
        name={name}
        focusRef={first}
        onSubmit={(fields) => editor.engine.login.submit(fields)}
        onLater={() => editor.engine.login.later()}
      />
    </Dialog>
  );
}
