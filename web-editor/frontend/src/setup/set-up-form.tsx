import { CircleAlert, Dices, Eye, EyeOff, TriangleAlert } from 'lucide-react';
import { useEffect, useId, useRef, useState, type SyntheticEvent } from 'react';
import { t } from '../i18n/t';
import {
  accountFault,
  devicePassword,
  SHORTEST_PASSWORD,
  type Account,
  type AccountFault,
  type SetUpAnswers,
  type SetUpQuestions,
} from '../model/set-up';
import login from '../shell/login.module.css';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/icon-button';
import { setUpErrorText } from './set-up-error';
import styles from './set-up.module.css';

type Who = 'admin' | 'mqtt';

interface Wrong {
  readonly who: Who;
  readonly fault: AccountFault;
}

/** The questions of set-up, those that are still open. */
export function SetUpForm(props: {
  readonly questions: SetUpQuestions;
  readonly onSubmit: (answers: SetUpAnswers) => Promise<void>;
}) {
  const { questions } = props;
  const [admin, setAdmin] = useState<Account>({ username: 'admin', password: '' });
  const [device, setDevice] = useState<Account>({ username: '', password: '' });
  const [anonymous, setAnonymous] = useState(false);
  const [wrong, setWrong] = useState<Wrong>();
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();

  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('[data-first]')?.focus();
  }, []);

  const refuse = (who: Who, fault: AccountFault): void => {
    setWrong({ who, fault });
    const field = fault === 'name' ? 'username' : 'password';
    form.current?.querySelector<HTMLInputElement>(`[name="${who}.${field}"]`)?.focus();
  };

  const submit = async (): Promise<void> => {
    if (busy) return;
    setWrong(undefined);
    setFailure('');
    const accounts: readonly (readonly [Who, Account])[] = [
      ...(questions.admin ? [['admin', admin] as const] : []),
      ...(questions.mqtt && !anonymous ? [['mqtt', device] as const] : []),
    ];
    for (const [who, account] of accounts) {
      const fault = accountFault(account);
      if (fault !== undefined) {
        refuse(who, fault);
        return;
      }
    }
    setBusy(true);
    try {
      await props.onSubmit({
        ...(questions.admin ? { admin } : {}),
        ...(questions.mqtt ? { mqtt: anonymous ? { anonymous: true } : device } : {}),
      });
    } catch (error) {
      setFailure(setUpErrorText(error));
      setBusy(false);
    }
  };

  const faultOf = (who: Who): AccountFault | undefined =>
    wrong?.who === who ? wrong.fault : undefined;

  return (
    <form
      ref={form}
      method="post"
      noValidate
      className={cx(login['form'])}
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      {questions.admin ? (
        <fieldset className={cx(styles['part'])}>
          <legend>{t('setup.admin')}</legend>
          <p>{t('setup.adminText')}</p>
          <AccountFields who="admin" value={admin} onChange={setAdmin} fault={faultOf('admin')} />
        </fieldset>
      ) : null}
      {questions.mqtt ? (
        <fieldset className={cx(styles['part'])}>
          <legend>{t('setup.mqtt')}</legend>
          <label className={cx(styles['choice'])}>
            <input
              type="radio"
              name="mqtt"
              checked={!anonymous}
              onChange={() => setAnonymous(false)}
            />
            <span>{t('setup.mqttUser')}</span>
          </label>
          {anonymous ? null : (
            <AccountFields who="mqtt" value={device} onChange={setDevice} fault={faultOf('mqtt')} />
          )}
          <label className={cx(styles['choice'])}>
            <input
              type="radio"
              name="mqtt"
              checked={anonymous}
              onChange={() => setAnonymous(true)}
            />
            <span>{t('setup.anonymous')}</span>
          </label>
          {anonymous ? (
            <p className={cx(styles['warning'])} role="status">
              <TriangleAlert size={15} aria-hidden />
              {t('setup.anonymousText')}
            </p>
          ) : null}
        </fieldset>
      ) : null}
      <p id={`${id}failure`} role="alert" className={cx(failure !== '' && login['error'])}>
        {failure === '' ? null : <CircleAlert size={15} aria-hidden />}
        {failure}
      </p>
      <div className={cx(login['actions'])}>
        <button
          type="submit"
          aria-disabled={busy}
          className={cx(controls['button'], controls['primary'])}
        >
          {t(busy ? 'setup.busy' : 'setup.submit')}
        </button>
      </div>
    </form>
  );
}

interface AccountFieldsProps {
  readonly who: Who;
  readonly value: Account;
  readonly onChange: (value: Account) => void;
  readonly fault: AccountFault | undefined;
}

function AccountFields({ who, value, onChange, fault }: AccountFieldsProps) {
  // What is typed into devices has to be read; one's own password is better not seen by others.
  const [shown, setShown] = useState(who === 'mqtt');
  const id = useId();
  const isName = fault === 'name';
  const isPassword = fault !== undefined && !isName;
  const error = (
    <p id={`${id}error`} role="alert" className={cx(login['error'])}>
      <CircleAlert size={15} aria-hidden />
      {fault === undefined ? '' : t(`setup.fault.${fault}`, { n: SHORTEST_PASSWORD })}
    </p>
  );
  return (
    <>
      <div className={cx(login['field'])}>
        <label htmlFor={`${id}name`}>{t('login.user.username')}</label>
        <input
          id={`${id}name`}
          name={`${who}.username`}
          value={value.username}
          autoComplete={who === 'admin' ? 'username' : 'off'}
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={isName}
          aria-describedby={isName ? `${id}error` : undefined}
          {...(who === 'mqtt' ? { 'data-first': '' } : {})}
          onChange={(event) => onChange({ ...value, username: event.target.value })}
        />
        {isName ? error : null}
      </div>
      <div className={cx(login['field'])}>
        <label htmlFor={`${id}password`}>{t('login.user.password')}</label>
        <span className={cx(styles['secret'])}>
          <input
            id={`${id}password`}
            name={`${who}.password`}
            type={shown ? 'text' : 'password'}
            value={value.password}
            autoComplete={who === 'admin' ? 'new-password' : 'off'}
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={isPassword}
            aria-describedby={isPassword ? `${id}error` : `${id}hint`}
            {...(who === 'admin' ? { 'data-first': '' } : {})}
            onChange={(event) => onChange({ ...value, password: event.target.value })}
          />
          {who === 'mqtt' ? (
            <IconButton
              icon={Dices}
              label={t('setup.generate')}
              onPress={() => {
                setShown(true);
                onChange({
                  ...value,
                  password: devicePassword((bytes) => crypto.getRandomValues(bytes)),
                });
              }}
            />
          ) : null}
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={t(shown ? 'setup.hide' : 'setup.show')}
            onPress={() => setShown(!shown)}
          />
        </span>
        {isPassword ? (
          error
        ) : (
          <small id={`${id}hint`}>{t(`setup.hint.${who}`, { n: SHORTEST_PASSWORD })}</small>
        )}
      </div>
    </>
  );
}
