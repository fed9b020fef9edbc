import { valueIn } from '../../model/conditions';
import { plainText } from '../../model/plain-text';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { useFieldText } from '../use-field-text';

export function TextField(props: FieldProps<'text'>) {
  const { property, values, onChange } = props;
  const { below, placeholder, suggestions } = property;
  const field = useFieldText(plainText(valueIn(property, values)), (text, visit) =>
    onChange({ [property.key]: text }, visit),
  );
  const shared = {
    id: props.id,
    'aria-label': props.label,
    'aria-invalid': props.invalid,
    'aria-describedby': props.describedBy,
    className: cx(styles['input'], props.invalid && styles['invalid']),
    autoComplete: 'off',
    placeholder,
  };
  if (property.multiline === true) return <textarea {...shared} {...field.input} rows={4} />;
  const list = suggestions === undefined ? undefined : `${props.id}-suggestions`;
  const input = (
    <input
      {...shared}
      {...field.input}
      list={list}
      {...(property.key === 'name' || property.key === 'label' ? { 'data-name': '' } : {})}
    />
  );
  return (
    <>
      {below === undefined ? (
        input
      ) : (
        <div className={cx(styles['group'], props.invalid && styles['invalid'])}>
          <span className={cx(styles['affix'])}>{below}</span>
          {input}
        </div>
      )}
      {suggestions === undefined ? null : (
        <datalist id={list}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </>
  );
}
