import { isShown, typeIn, valueIn, valueOrDefault } from './conditions';
import { rowsOf } from './legacy-rows';
import type { Property, PropertyOf } from './node-type';
import { plainText } from './plain-text';

type Values = Readonly<Record<string, unknown>>;

/** Gives a config node's name for its id; an empty text if there is none. */
export type NameOf = (id: string) => string;

const MAX_ROWS = 2;

/**
 * Fills a summary template such as `if {property} {rules}`. Text in square brackets is left out
 * when a key inside it is empty.
 */
export function summarise(
  template: string,
  values: Values,
  properties: readonly Property[],
  nameOf: NameOf,
): string {
  const withParts = template.replace(/\[([^\]]*)\]/g, (_, part: string) => {
    const missing: string[] = [];
    const filled = fill(part, values, properties, nameOf, (key) => missing.push(key));
    return missing.length === 0 ? filled : '';
  });
  return fill(withParts, values, properties, nameOf).replace(/\s+/g, ' ').trim();
}

function fill(
  template: string,
  values: Values,
  properties: readonly Property[],
  nameOf: NameOf,
  onEmpty: (key: string) => void = () => undefined,
): string {
  return template.replace(/\{([^}]+)\}/g, (_, key: string) => {
    const text = inWords(key, values, properties, nameOf);
    if (text === '') onEmpty(key);
    return text;
  });
}

function inWords(
  key: string,
  values: Values,
  properties: readonly Property[],
  nameOf: NameOf,
): string {
  // A list's rows may have several properties of one key, shown under different conditions.
  const property =
    properties.find((p) => p.key === key && isShown(p, values, properties)) ??
    properties.find((p) => p.key === key);
  if (property === undefined) return plainText(valueOrDefault(key, values, properties));
  const value = valueIn(property, values);
  if (!isShown(property, values, properties)) return '';
  switch (property.kind) {
    case 'choice':
      return (
        property.options.find((o) => o.value === value || String(o.value) === plainText(value))
          ?.label ?? plainText(value)
      ).toLowerCase();
    case 'typed':
      return typedInWords(property, value, typeIn(property, values));
    case 'list':
      return rowsInWords(property, rowsOf(property, values), nameOf);
    case 'config':
      return nameOf(plainText(value));
    case 'flag':
      return value === (property.trueValue ?? true) ? (property.label ?? key).toLowerCase() : '';
    case 'duration':
      return plainText(value) === '' ? '' : `${plainText(value)} ${property.unit ?? 's'}`;
    case 'number':
      return plainText(value) === ''
        ? ''
        : property.unit === undefined
          ? plainText(value)
          : `${plainText(value)} ${property.unit}`;
    case 'code':
      return plainText(value).trim().split('\n', 1)[0] ?? '';
    case 'scope':
      return scopeInWords(value);
    case 'text':
      return below(property.below, plainText(value));
    default:
      return plainText(value);
  }
}

function below(path: string | undefined, text: string): string {
  return path === undefined || text === '' ? text : `${path}/${text.replace(/^\//, '')}`;
}

function typedInWords(property: PropertyOf<'typed'>, value: unknown, type: string): string {
  for (const allowed of property.types) {
    if (typeof allowed !== 'string' && allowed.type === type) return allowed.label;
  }
  const text = plainText(value);
  switch (type) {
    case 'flow':
    case 'global':
      return text === '' ? '' : `${type}.${text}`;
    case 'env':
      return text === '' ? '' : `$${text}`;
    case 'date':
      return 'now';
    case 'str':
      return text === '' ? '' : `"${text}"`;
    default:
      return text;
  }
}

function rowsInWords(
  property: PropertyOf<'list'>,
  rows: readonly unknown[],
  nameOf: NameOf,
): string {
  const template = property.itemSummary ?? property.item.map((p) => `{${p.key}}`).join(' ');
  const words = rows
    .slice(0, MAX_ROWS)
    .map((row) =>
      typeof row === 'object' && row !== null
        ? summarise(template, row as Values, property.item, nameOf)
        : plainText(row),
    )
    // `topic: ` without a value is just `topic`.
    .map((text) => text.replace(/\s*[:=]$/, ''))
    .filter((text) => text !== '');
  return words.join(', ') + (rows.length > MAX_ROWS ? ' …' : '');
}

function scopeInWords(value: unknown): string {
  if (value === 'group') return 'this group';
  if (!Array.isArray(value)) return 'all nodes';
  return value.length === 1 ? 'one node' : `${value.length} nodes`;
}
