import { valueIn } from '../../model/conditions';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { durationInWords, parseDuration } from '../parse-number';
import { plainText } from '../../model/plain-text';
import { useFieldText } from '../use-field-text';

const READABLE_UP_TO = 120;

export function DurationField(props: FieldProps<'duration'>) {
  const { property, values, onChange } = props;
  const unit = property.unit ?? 's';
  const field = useFieldText(plainText(valueIn(property, values)), (text, visit) => {
    const value = parseDuration(text, unit);
    const stored =
      value === undefined || property.storedAs === 'text' ? String(value ?? text) : value;
    onChange({ [property.key]: text.trim() === '' ? '' : stored }, visit);
  });
  const value = parseDuration(field.text, unit);
  const words = value === undefined || value < READABLE_UP_TO ? '' : durationInWords(value, unit);
  return (
    <div className={cx(styles['group'], props.invalid && styles['invalid'])}>
      <input
        id={props.id}
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        autoComplete="off"
        className={cx(styles['input'])}
        {...field.input}
      />
      <span className={cx(styles['affix'])}>{words === '' ? unit : `${unit} = ${words}`}</span>
    </div>
  );
}
