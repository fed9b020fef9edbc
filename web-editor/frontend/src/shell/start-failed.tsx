import { t } from '../i18n/t';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import styles from './shell.module.css';

/** What is shown when the engine doesn't answer at all. */
export function StartFailed({ error }: { readonly error: unknown }) {
  const text = error instanceof Error && error.message !== '' ? error.message : t('start.noAnswer');
  return (
    <main className={cx(styles['hello'])}>
      <div>
        <h1>{t('start.failed')}</h1>
        <p>{text}</p>
        <p>
          <button
            type="button"
            className={cx(controls['button'], controls['primary'])}
            onClick={() => window.location.reload()}
          >
            {t('start.again')}
          </button>
        </p>
      </div>
    </main>
  );
}
