import { t } from '../../i18n/t';
import { valueIn } from '../../model/conditions';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { plainText } from '../../model/plain-text';
import { useFieldText } from '../use-field-text';

const PRESETS = [
  ['cron.hourly', '0 * * * *'],
  ['cron.morning', '0 8 * * *'],
  ['cron.evening', '0 18 * * *'],
  ['cron.workdays', '0 8 * * 1-5'],
  ['cron.weekly', '0 8 * * 1'],
] as const;

/** A cron expression with the usual ones to choose from. */
export function CronField(props: FieldProps<'cron'>) {
  const { property, values, onChange } = props;
  const field = useFieldText(plainText(valueIn(property, values)), (text, visit) =>
    onChange({ [property.key]: text.trim() }, visit),
  );
  const preset = PRESETS.find(([, cron]) => cron === field.text)?.[1] ?? '';
  return (
    <div className={cx(styles['group'], props.invalid && styles['invalid'])}>
      <select
        aria-label={t('cron.presets')}
        className={cx(styles['input'], styles['select'])}
        value={preset}
        onChange={(event) => onChange({ [property.key]: event.target.value })}
      >
        <option value="">{t(field.text === '' ? 'cron.never' : 'cron.own')}</option>
        {PRESETS.map(([key, cron]) => (
          <option key={cron} value={cron}>
            {t(key)}
          </option>
        ))}
      </select>
      <input
        id={props.id}
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        autoComplete="off"
        spellCheck={false}
        className={cx(styles['input'], styles['mono'])}
        {...field.input}
      />
    </div>
  );
}
