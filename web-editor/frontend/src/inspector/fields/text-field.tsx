import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { plainText } from '../../model/plain-text';
import { useFieldText } from '../use-field-text';

export function TextField(props: FieldProps<'text'>) {
  const { property, values, onChange } = props;
  const field = useFieldText(plainText(values[property.key]), (text, visit) =>
    onChange({ [property.key]: text }, visit),
  );
  const shared = {
    id: props.id,
    'aria-label': props.label,
    'aria-invalid': props.invalid,
    'aria-describedby': props.describedBy,
    className: cx(styles['input'], props.invalid && styles['invalid']),
    autoComplete: 'off',
  };
  return property.multiline === true ? (
    <textarea {...shared} {...field.input} rows={4} />
  ) : (
    <input
      {...shared}
      {...field.input}
      {...(property.key === 'name' || property.key === 'label' ? { 'data-name': '' } : {})}
    />
  );
}
