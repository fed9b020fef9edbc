import { en } from './en';
import type { Message } from './message';

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number>>;

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/**
 * The text for a key with `{name}` replaced by values. A message of several forms is chosen by the
 * value `n`.
 */
export function t(key: MessageKey, values: MessageValues = {}): string {
  const message: Message = en[key];
  const template =
    typeof message === 'string'
      ? message
      : plurals.select(Number(values['n'])) === 'one'
        ? message.one
        : message.other;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** Whether there is a text for a key made at run time, such as a rule's name. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}
