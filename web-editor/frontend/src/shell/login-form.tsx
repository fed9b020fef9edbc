import { CircleAlert } from 'lucide-react';
import { useId, useRef, useState, type Ref, type SyntheticEvent } from 'react';
import { loginErrorText } from '../deploy/login';
import { isMessageKey, t } from '../i18n/t';
import type { LoginPrompt, LoginQuestions } from '../store/session-store';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import styles from './login.module.css';

export interface LoginFormProps {
  readonly questions: LoginQuestions;
  /** Who was logged in before. */
  readonly name?: string | undefined;
  /** The first field that has to be filled in. */
  readonly focusRef?: Ref<HTMLInputElement>;
  readonly onSubmit: (fields: Readonly<Record<string, string>>) => Promise<void>;
  readonly onLater?: () => void;
}

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  username: 'username',
  password: 'current-password',
};

/** The fields that the engine asks for. A form as browsers know it, so that they can fill it in. */
export function LoginForm({ questions, name, focusRef, onSubmit, onLater }: LoginFormProps) {
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const prompts = questions.prompts ?? [];
  const fields = prompts.filter((p) => p.type === 'text' || p.type === 'password');
  const links = prompts.filter((p) => p.type === 'button' && p.url !== undefined);
  const first = fields.find((p) => !(p.type === 'text' && name !== undefined)) ?? fields[0];

  const submit = async (): Promise<void> => {
    if (form.current === null || busy) return;
    const data = new FormData(form.current);
    setBusy(true);
    setError('');
    try {
      await onSubmit(
        Object.fromEntries(
          [...data].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
        ),
      );
    } catch (reason) {
      setError(loginErrorText(reason));
      const password = form.current.querySelector<HTMLInputElement>('input[type="password"]');
      password?.focus();
      password?.select();
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      ref={form}
      method="post"
      className={cx(styles['form'])}
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      {questions.loginMessage === undefined ? null : <p>{questions.loginMessage}</p>}
      {fields.map((prompt) => (
        <div key={prompt.id} className={cx(styles['field'])}>
          <label htmlFor={`${id}${prompt.id ?? ''}`}>{labelOf(prompt)}</label>
          <input
            id={`${id}${prompt.id ?? ''}`}
            ref={prompt === first ? focusRef : undefined}
            name={prompt.id}
            type={prompt.type}
            required
            autoComplete={AUTOCOMPLETE[prompt.id ?? ''] ?? 'off'}
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={prompt.id === 'username' ? name : undefined}
            aria-invalid={error !== ''}
            aria-describedby={error === '' ? undefined : `${id}error`}
          />
        </div>
      ))}
      <p id={`${id}error`} role="alert" className={cx(error !== '' && styles['error'])}>
        {error === '' ? null : <CircleAlert size={15} aria-hidden />}
        {error}
      </p>
      <div className={cx(styles['actions'])}>
        {onLater === undefined ? null : (
          <button type="button" className={cx(controls['button'])} onClick={onLater}>
            {t('login.later')}
          </button>
        )}
        {links.map((prompt) => (
          <a
            key={prompt.url}
            href={prompt.url}
            className={cx(controls['button'], controls['primary'])}
          >
            {prompt.image === undefined ? null : <img src={prompt.image} alt="" height={16} />}
            {labelOf(prompt)}
          </a>
        ))}
        {fields.length === 0 ? null : (
          <button
            type="submit"
            aria-disabled={busy}
            className={cx(controls['button'], controls['primary'])}
          >
            {t(busy ? 'login.busy' : 'login.submit')}
          </button>
        )}
      </div>
    </form>
  );
}

/** Labels are keys of Node-RED's catalogue, or texts. */
function labelOf({ label = '' }: LoginPrompt): string {
  const key = `login.${label}`;
  return isMessageKey(key) ? t(key) : label;
}
