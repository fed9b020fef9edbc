import { valueIn } from '../../model/conditions';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { plainText } from '../../model/plain-text';
import { useFieldText } from '../use-field-text';
import { t } from '../../i18n/t';

export function TopicField(props: FieldProps<'topic'>) {
  const { property, values, onChange } = props;
  const field = useFieldText(plainText(valueIn(property, values)), (text, visit) =>
    onChange({ [property.key]: text }, visit),
  );
  return (
    <input
      id={props.id}
      aria-label={props.label}
      aria-invalid={props.invalid}
      aria-describedby={props.describedBy}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      placeholder={t(property.publish === true ? 'topic.publish' : 'topic.listen')}
      className={cx(styles['input'], styles['mono'], props.invalid && styles['invalid'])}
      {...field.input}
    />
  );
}
