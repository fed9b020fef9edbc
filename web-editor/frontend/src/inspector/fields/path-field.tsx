import { valueIn } from '../../model/conditions';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { plainText } from '../../model/plain-text';
import { useFieldText } from '../use-field-text';
import { KNOWN_PATHS } from '../known-paths';

export function PathField(props: FieldProps<'path'>) {
  const { property, values, onChange } = props;
  const field = useFieldText(plainText(valueIn(property, values)), (text, visit) =>
    onChange({ [property.key]: text.replace(/^msg\./, '') }, visit),
  );
  return (
    <div className={cx(styles['group'], props.invalid && styles['invalid'])}>
      <span className={cx(styles['affix'], styles['mono'])}>msg.</span>
      <input
        id={props.id}
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        list={`${props.id}-paths`}
        autoComplete="off"
        spellCheck={false}
        className={cx(styles['input'], styles['mono'])}
        {...field.input}
      />
      <datalist id={`${props.id}-paths`}>
        {KNOWN_PATHS.map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
    </div>
  );
}
