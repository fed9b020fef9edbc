import { ifAbsent } from './conditions';
import type { LegacyKeys, PropertyOf } from './node-type';
import { plainText } from './plain-text';

type Values = Readonly<Record<string, unknown>>;
type ListProperty = PropertyOf<'list'>;

/** A key of the node without one for its type holds a text. */
const TEXT = 'str';

/**
 * The rows of a list as they work. In older files a row may have left its value in keys of the
 * node, or the list may be missing with all its values there; `legacyKeys` says which keys.
 */
export function rowsOf(property: ListProperty, values: Values): readonly unknown[] {
  const { legacyKeys = [] } = property;
  const own = unpacked(property, values[property.key]);
  if (Array.isArray(own)) {
    const rows = own as readonly unknown[];
    return legacyKeys.length === 0 ? rows : rows.map((row) => filled(property, row, values));
  }
  if (legacyKeys.some((keys) => keys.value in values)) {
    const { nameKey, typeKey } = keysOf(property);
    return legacyKeys.map((keys) =>
      filled(property, { [nameKey]: keys.row, [typeKey]: TEXT }, values),
    );
  }
  const meant = ifAbsent(property, values);
  return Array.isArray(meant) ? (meant as readonly unknown[]) : [];
}

/** What to change for new rows: each has its value, and the keys of the node say the same. */
export function patchOfRows(
  property: ListProperty,
  values: Values,
  rows: readonly Values[],
): Record<string, unknown> {
  const { legacyKeys = [] } = property;
  if (legacyKeys.length === 0) return { [property.key]: packed(property, rows) };
  const { nameKey, valueKey, typeKey } = keysOf(property);
  const isLegacy = (row: Values): boolean => legacyKeys.some((keys) => keys.row === row[nameKey]);
  // A row that gets such a name now must not take over what the node has for it.
  const complete = rows.map((row) =>
    isLegacy(row) && row[valueKey] === undefined
      ? { ...row, [valueKey]: '', [typeKey]: row[typeKey] ?? TEXT }
      : row,
  );
  const patch: Record<string, unknown> = { [property.key]: complete };
  for (const keys of legacyKeys) {
    if (!(keys.value in values) && (keys.type === undefined || !(keys.type in values))) continue;
    const row = complete.findLast((r) => r[nameKey] === keys.row);
    const fits = row !== undefined && (keys.type !== undefined || row[typeKey] === TEXT);
    patch[keys.value] = fits ? row[valueKey] : '';
    if (fits && keys.type !== undefined) patch[keys.type] = row[typeKey] ?? TEXT;
  }
  return patch;
}

/** What is stored as an object or as plain texts, as rows: their first two properties have it. */
function unpacked({ storedAs, item }: ListProperty, stored: unknown): unknown {
  const [nameKey = '', valueKey = ''] = item.map((property) => property.key);
  if (storedAs === 'texts' && Array.isArray(stored)) {
    return stored.map((text: unknown) => (typeof text === 'string' ? { [nameKey]: text } : text));
  }
  if (storedAs === 'object' && typeof stored === 'object' && !Array.isArray(stored)) {
    return Object.entries(stored ?? {}).map(([name, value]) => ({
      [nameKey]: name,
      [valueKey]: value as unknown,
    }));
  }
  return stored;
}

/** The other way round. An object can't hold a name twice, as while one is typed: then rows stay. */
function packed({ storedAs, item }: ListProperty, rows: readonly Values[]): unknown {
  const [nameKey = '', valueKey = ''] = item.map((property) => property.key);
  const names = rows.map((row) => plainText(row[nameKey] ?? ''));
  if (storedAs === 'texts') return names;
  if (storedAs !== 'object' || new Set(names).size < names.length) return rows;
  return Object.fromEntries(rows.map((row, i) => [names[i] ?? '', row[valueKey] ?? '']));
}

function filled(property: ListProperty, row: unknown, values: Values): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const own = row as Values;
  const { nameKey, valueKey, typeKey, types } = keysOf(property);
  const keys = property.legacyKeys?.find((k) => k.row === own[nameKey]);
  if (keys === undefined || valueKey in own || !isIn(keys, own[typeKey])) return row;
  const type = keys.type === undefined ? TEXT : plainText(values[keys.type] ?? TEXT);
  // Files from before the types were named as now have others for a text.
  const known = types.includes(type) ? type : TEXT;
  return { ...own, [valueKey]: values[keys.value] ?? '', [typeKey]: known };
}

function isIn(keys: LegacyKeys, type: unknown): boolean {
  return keys.type !== undefined || type === TEXT;
}

/** The name is a row's first property, the value its typed one. */
function keysOf({ item }: ListProperty) {
  const typed = item.find(
    (p): p is PropertyOf<'typed'> & (typeof item)[number] => p.kind === 'typed',
  );
  return {
    nameKey: item[0]?.key ?? '',
    valueKey: typed?.key ?? '',
    typeKey: typed?.typeKey ?? '',
    types: (typed?.types ?? []).map((t) => (typeof t === 'string' ? t : t.type)),
  };
}
