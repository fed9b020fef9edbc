import { useId, useState } from 'react';
import { t } from '../i18n/t';
import type { Property } from '../model/node-type';
import { plainText } from '../model/plain-text';
import { cx } from '../ui/cx';
import { Field, type FieldsProps } from './fields';
import styles from './inspector.module.css';

interface AlternativesProps extends FieldsProps {
  readonly siblings: readonly Property[];
  /** Of two that are set, the later one counts. */
  readonly choices: readonly Property[];
}

/** Properties of which one counts: a choice between them, and the field of the one that does. */
export function Alternatives({ choices, ...props }: AlternativesProps) {
  const { values } = props;
  const name = useId();
  const [asked, setAsked] = useState<string>();
  const isSet = (property: Property): boolean => plainText(values[property.key]) !== '';
  const current =
    choices.findLast(isSet) ?? choices.find((choice) => choice.key === asked) ?? choices[0];
  if (current === undefined) return null;

  const choose = (choice: Property): void => {
    setAsked(choice.key);
    const left = choices.filter((other) => other !== choice && isSet(other));
    if (left.length === 0) return;
    props.onChange(
      Object.fromEntries(left.map((other) => [other.key, ''])),
      undefined,
      choice.label,
    );
  };
  return (
    <div className={cx(styles['field'])}>
      <div role="radiogroup" aria-label={t('form.oneOf')} className={cx(styles['segments'])}>
        {choices.map((choice) => (
          <label key={choice.key}>
            <input
              type="radio"
              name={name}
              checked={choice === current}
              onChange={() => choose(choice)}
            />
            {choice.label ?? choice.key}
          </label>
        ))}
      </div>
      <Field key={current.key} {...props} property={{ ...current, shownWhen: [] }} bare />
    </div>
  );
}
