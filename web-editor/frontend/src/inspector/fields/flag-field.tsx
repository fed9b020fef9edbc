import { valueIn } from '../../model/conditions';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';

/** A switch; the whole row can be clicked. Its label is its own, so the form shows none above. */
export function FlagField(props: FieldProps<'flag'>) {
  const { property, values, onChange } = props;
  const trueValue = property.trueValue ?? true;
  const value = valueIn(property, values);
  return (
    <label className={cx(styles['flag'])} htmlFor={props.id}>
      <span>{property.label ?? property.key}</span>
      <input
        id={props.id}
        type="checkbox"
        role="switch"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        className={cx(styles['switch'])}
        checked={value === trueValue}
        onChange={(event) =>
          onChange({
            [property.key]: event.target.checked ? trueValue : (property.falseValue ?? false),
          })
        }
      />
    </label>
  );
}
