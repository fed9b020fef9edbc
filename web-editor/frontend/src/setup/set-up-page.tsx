import { useEffect, useState } from 'react';
import { t } from '../i18n/t';
import type { SetUpAnswers, SetUpQuestions } from '../model/set-up';
import { Card } from '../shell/login-page';
import type { TokenKeeper } from '../store/token-keeper';
import { ApiError, type AdminApi } from '../transport/admin-api';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { SetUpDone } from './set-up-done';
import { setUpErrorText } from './set-up-error';
import { SetUpForm } from './set-up-form';

export interface SetUpPageProps {
  readonly api: AdminApi;
  /** From the link; undefined for somebody who came without it. */
  readonly token: string | undefined;
  readonly tokens: TokenKeeper;
}

type State =
  | { readonly step: 'checking' }
  | { readonly step: 'refused'; readonly text: string; readonly isDone: boolean }
  | { readonly step: 'asking'; readonly questions: SetUpQuestions }
  | { readonly step: 'done'; readonly questions: SetUpQuestions; readonly answers: SetUpAnswers };

/** First-run set-up: who may use the editor, and who may connect by MQTT. */
export function SetUpPage({ api, token, tokens }: SetUpPageProps) {
  const [state, setState] = useState<State>({ step: 'checking' });
  useEffect(() => {
    if (token === undefined) return;
    api.openSetUp<SetUpQuestions>(token).then(
      (questions) => setState({ step: 'asking', questions }),
      (error: unknown) => setState(refusedBy(error)),
    );
  }, [api, token]);

  if (token === undefined) return <Waiting />;
  switch (state.step) {
    case 'checking':
      return null;
    case 'refused':
      return (
        <Card title={t('setup.title')}>
          <p role="alert">{state.text}</p>
          {state.isDone ? <OpenEditor /> : null}
        </Card>
      );
    case 'asking': {
      const { questions } = state;
      return (
        <Card title={t('setup.title')} wide>
          <SetUpForm
            questions={questions}
            onSubmit={async (answers) => {
              tokens.token = await api.finishSetUp({ token, ...answers });
              // The link is used up; a reload should show the editor.
              window.history.replaceState(null, '', window.location.pathname);
              setState({ step: 'done', questions, answers });
            }}
          />
        </Card>
      );
    }
    case 'done':
      return (
        <Card title={t('setup.done')} wide>
          <SetUpDone questions={state.questions} answers={state.answers} />
          <OpenEditor />
        </Card>
      );
  }
}

/** What to do, for somebody who came without the link. */
function Waiting() {
  return (
    <Card title={t('setup.waiting')} wide>
      <p>{t('setup.waitingText')}</p>
      <p>{t('setup.waitingWhere')}</p>
      <p>
        <code>{`${window.location.origin}${window.location.pathname}#set-up=…`}</code>
      </p>
      <p>{t('setup.waitingUntil')}</p>
      <p>
        <button
          type="button"
          className={cx(controls['button'])}
          onClick={() => window.location.reload()}
        >
          {t('start.again')}
        </button>
      </p>
    </Card>
  );
}

function OpenEditor() {
  return (
    <p>
      <button
        type="button"
        className={cx(controls['button'], controls['primary'])}
        onClick={() => {
          window.history.replaceState(null, '', window.location.pathname);
          window.location.reload();
        }}
      >
        {t('setup.open')}
      </button>
    </p>
  );
}

function refusedBy(error: unknown): State {
  if (!(error instanceof ApiError)) throw error;
  const isDone = error.status === 404;
  return { step: 'refused', isDone, text: setUpErrorText(error) };
}
