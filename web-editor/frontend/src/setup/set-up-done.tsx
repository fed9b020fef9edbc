import { t } from '../i18n/t';
import { mqttAddress, type SetUpAnswers, type SetUpQuestions } from '../model/set-up';
import { cx } from '../ui/cx';
import styles from './set-up.module.css';

/** What was set up, for those who now go to their devices. */
export function SetUpDone(props: {
  readonly questions: SetUpQuestions;
  readonly answers: SetUpAnswers;
}) {
  const { admin, mqtt } = props.answers;
  const address = mqttAddress(props.questions, window.location.hostname);
  return (
    <>
      {admin === undefined ? null : <p>{t('setup.doneAdmin', { name: admin.username })}</p>}
      {mqtt === undefined ? null : (
        <p>{t('username' in mqtt ? 'setup.doneMqtt' : 'setup.doneAnonymous')}</p>
      )}
      {mqtt === undefined ? null : (
        <dl className={cx(styles['facts'])}>
          {address === undefined ? null : (
            <>
              <dt>{t('setup.address')}</dt>
              <dd>{address}</dd>
            </>
          )}
          {'username' in mqtt ? (
            <>
              <dt>{t('login.user.username')}</dt>
              <dd>{mqtt.username}</dd>
              <dt>{t('login.user.password')}</dt>
              <dd>{mqtt.password}</dd>
            </>
          ) : null}
        </dl>
      )}
    </>
  );
}
