import { plainText } from '../../model/plain-text';
import { valueIn } from '../../model/conditions';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';

const MOST_SEGMENTS = 3;
const MOST_SEGMENT_CHARS = 34;

/** Up to three short options side by side, more as a list. Values keep their type. */
export function ChoiceField(props: FieldProps<'choice'> & { readonly inRow?: boolean }) {
  const { property, values, onChange } = props;
  const value = valueIn(property, values);
  const at = property.options.findIndex(
    (o) => o.value === value || (value !== undefined && plainText(o.value) === plainText(value)),
  );
  const choose = (index: number): void => {
    const option = property.options[index];
    if (option !== undefined) onChange({ [property.key]: option.value });
  };
  const chars = property.options.reduce((sum, o) => sum + o.label.length, 0);
  if (
    props.inRow !== true &&
    property.options.length <= MOST_SEGMENTS &&
    chars <= MOST_SEGMENT_CHARS
  ) {
    return (
      <div
        id={props.id}
        role="radiogroup"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        className={cx(styles['segments'])}
      >
        {property.options.map((option, i) => (
          <label key={i} title={option.hint}>
            <input type="radio" name={props.id} checked={i === at} onChange={() => choose(i)} />
            {option.label}
          </label>
        ))}
      </div>
    );
  }
  return (
    <select
      id={props.id}
      aria-label={props.label}
      aria-invalid={props.invalid}
      aria-describedby={props.describedBy}
      className={cx(styles['input'], styles['select'], props.invalid && styles['invalid'])}
      value={at}
      onChange={(event) => choose(Number(event.target.value))}
    >
      {at < 0 ? <option value={-1}>{plainText(value)}</option> : null}
      {property.options.map((option, i) => (
        <option key={i} value={i}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
