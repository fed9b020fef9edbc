import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../i18n/t';
import type { LoginQuestions } from '../store/session-store';
import { cx } from '../ui/cx';
import { LoginForm } from './login-form';
import styles from './login.module.css';
import { Mark } from './mark';

/** A card in the middle of an empty page. */
export function Card(props: {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <main className={cx(styles['page'])}>
      <div className={cx(styles['card'], props.wide === true && styles['wide'])}>
        <header>
          <Mark />
          <h1>{props.title}</h1>
        </header>
        {props.children}
      </div>
    </main>
  );
}

export interface LoginPageProps {
  readonly questions: LoginQuestions;
  /** What to say before anything was tried, such as that a link is used up. */
  readonly notice?: string | undefined;
  readonly onSubmit: (fields: Readonly<Record<string, string>>) => Promise<void>;
}

/** What is shown before the editor to somebody who isn't logged in. */
export function LoginPage({ questions, notice, onSubmit }: LoginPageProps) {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <Card title={t('login.title')}>
      {notice === undefined ? null : <p role="status">{notice}</p>}
      <LoginForm questions={questions} focusRef={first} onSubmit={onSubmit} />
    </Card>
  );
}
