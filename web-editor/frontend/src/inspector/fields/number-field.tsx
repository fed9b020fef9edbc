import { valueIn } from '../../model/conditions';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { parseNumber } from '../parse-number';
import { plainText } from '../../model/plain-text';
import { useFieldText } from '../use-field-text';

/** A number with its unit. What can't be read as one is kept and marked, not thrown away. */
export function NumberField(props: FieldProps<'number'>) {
  const { property, values, onChange } = props;
  const store = (text: string, visit?: string): void => {
    const number = parseNumber(text);
    const value =
      property.storedAs === 'text' || number === undefined
        ? number === undefined
          ? text
          : String(number)
        : number;
    onChange({ [property.key]: value }, visit);
  };
  const field = useFieldText(plainText(valueIn(property, values)), store);
  const step = (by: number): void => {
    const next = (parseNumber(field.text) ?? 0) + by * (property.step ?? 1);
    const least = Math.max(property.min ?? -Infinity, next);
    field.set(String(Math.min(property.max ?? Infinity, least)));
  };
  return (
    <div className={cx(styles['group'], props.invalid && styles['invalid'])}>
      <input
        id={props.id}
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        inputMode="decimal"
        autoComplete="off"
        className={cx(styles['input'])}
        {...field.input}
        onKeyDown={(event) => {
          if (event.altKey) return;
          if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault();
            step(event.key === 'ArrowUp' ? 1 : -1);
          } else field.input.onKeyDown(event);
        }}
      />
      {property.unit === undefined ? null : (
        <span className={cx(styles['affix'])}>{property.unit}</span>
      )}
    </div>
  );
}
