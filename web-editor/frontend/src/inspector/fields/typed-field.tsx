import { isMessageKey, t } from '../../i18n/t';
import { typeIn, valueIn } from '../../model/conditions';
import type { FixedType } from '../../model/node-type';
import { cx } from '../../ui/cx';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { KNOWN_PATHS } from '../known-paths';
import { plainText } from '../../model/plain-text';
import { useFieldText } from '../use-field-text';

/** A value and what it is: the type stands before the field that it changes. */
export function TypedField(props: FieldProps<'typed'>) {
  const { property, values, onChange } = props;
  const type = typeIn(property, values);
  const fixed = property.types.find(
    (allowed): allowed is FixedType => typeof allowed !== 'string' && allowed.type === type,
  );
  const value = plainText(valueIn(property, values));
  const field = useFieldText(value, (text, visit) =>
    onChange({ [property.key]: cleaned(text, type), [property.typeKey]: type }, visit),
  );
  const setType = (next: string): void => {
    const toFixed = property.types.find(
      (allowed): allowed is FixedType => typeof allowed !== 'string' && allowed.type === next,
    );
    const changes: Record<string, unknown> = { [property.typeKey]: next };
    if (toFixed !== undefined) changes[property.key] = toFixed.value ?? '';
    else if (fixed !== undefined) changes[property.key] = fallback(next, property.default);
    else if (next === 'bool' && !/^(true|false)$/.test(value)) changes[property.key] = 'true';
    else if (next === 'date') changes[property.key] = '';
    onChange(changes);
  };
  const onlyOne = property.types.length === 1;
  return (
    <div className={cx(styles['group'], props.invalid && styles['invalid'])}>
      {onlyOne ? (
        <span className={cx(styles['affix'])}>{typeLabel(property.types[0])}</span>
      ) : (
        <select
          aria-label={t('typed.typeOf', { label: props.label })}
          className={cx(styles['input'], styles['select'])}
          value={type}
          onChange={(event) => setType(event.target.value)}
        >
          {property.types.some((allowed) => nameOf(allowed) === type) ? null : (
            <option value={type}>{type}</option>
          )}
          {property.types.map((allowed) => (
            <option key={nameOf(allowed)} value={nameOf(allowed)}>
              {typeLabel(allowed)}
            </option>
          ))}
        </select>
      )}
      {fixed !== undefined || type === 'date' ? (
        <span className={cx(styles['input'])} id={props.id} />
      ) : type === 'bool' ? (
        <select
          id={props.id}
          aria-label={props.label}
          className={cx(styles['input'], styles['select'])}
          style={{ flex: 1, background: 'transparent' }}
          value={value === 'true' ? 'true' : 'false'}
          onChange={(event) => onChange({ [property.key]: event.target.value })}
        >
          <option value="true">{t('typed.yes')}</option>
          <option value="false">{t('typed.no')}</option>
        </select>
      ) : (
        <>
          <input
            id={props.id}
            aria-label={props.label}
            aria-invalid={props.invalid}
            aria-describedby={props.describedBy}
            {...(type === 'msg' ? { list: `${props.id}-paths` } : {})}
            inputMode={type === 'num' ? 'decimal' : 'text'}
            autoComplete="off"
            spellCheck={type === 'str'}
            className={cx(styles['input'], type !== 'str' && styles['mono'])}
            {...field.input}
          />
          {type === 'msg' ? (
            <datalist id={`${props.id}-paths`}>
              {KNOWN_PATHS.map((path) => (
                <option key={path} value={path} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </div>
  );
}

function nameOf(type: string | FixedType | undefined): string {
  return typeof type === 'string' ? type : (type?.type ?? 'str');
}

function typeLabel(type: string | FixedType | undefined): string {
  if (typeof type === 'object') return type.label;
  const key = `type.${type ?? 'str'}`;
  return isMessageKey(key) ? t(key) : (type ?? '');
}

function fallback(type: string, standard: unknown): string {
  if (type === 'bool') return 'true';
  return type === 'msg' ? plainText(standard) || 'payload' : '';
}

/** Files hold numbers with a point, paths without their `msg.`, and JSON as it was typed. */
function cleaned(text: string, type: string): string {
  if (type === 'num')
    return /^[+-]?\d+,\d+$/.test(text.trim()) ? text.replace(',', '.') : text.trim();
  return type === 'msg' ? text.replace(/^msg\./, '') : text;
}
