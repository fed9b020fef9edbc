import { valueAt } from './nested-keys';
import type { Condition, Property, PropertyOf, Untyped } from './node-type';
import { plainText } from './plain-text';

type Values = Readonly<Record<string, unknown>>;
type TypedProperty = PropertyOf<'typed'>;

/** Finds an entry that another refers to. */
export type EntryOf = (id: string) => Values | undefined;

/** The value of a property as it counts: that of older files and of absent keys is what it means. */
export function valueIn(property: Property, values: Values): unknown {
  const own = valueAt(values, property.key);
  if (property.kind === 'typed') {
    const untyped = untypedCase(property, values);
    if (untyped?.value !== undefined) return untyped.value;
  }
  const read = property.readAs?.find((as) => as.value === own);
  return read === undefined ? (own ?? ifAbsent(property, values)) : read.means;
}

/** What it means that the key of a property is absent: older files lack those of newer versions. */
export function ifAbsent(property: Property, values: Values): unknown {
  const meant = property.ifAbsent;
  const value = isReference(meant) ? valueAt(values, meant.property) : meant;
  return value ?? property.default;
}

function isReference(meant: unknown): meant is { readonly property: string } {
  return typeof meant === 'object' && meant !== null && 'property' in meant;
}

/** The type of a typed value. Files from before there were types tell it by the value. */
export function typeIn(property: TypedProperty, values: Values): string {
  const first = property.types[0];
  return (
    plainText(values[property.typeKey]) ||
    (untypedCase(property, values)?.type ??
      property.defaultType ??
      (typeof first === 'string' ? first : (first?.type ?? 'str')))
  );
}

function untypedCase(property: TypedProperty, values: Values): Untyped | undefined {
  if (plainText(values[property.typeKey]) !== '') return undefined;
  const text = plainText(values[property.key]);
  return property.untyped?.find(({ matches }) => new RegExp(`^(?:${matches})$`).test(text));
}

/**
 * Whether a field is shown for these values. A key that isn't set counts as what that means. What
 * depends on another entry counts as shown where that can't be looked up.
 */
export function isShown(
  property: Property,
  values: Values,
  siblings: readonly Property[],
  entryOf?: EntryOf,
): boolean {
  return (property.shownWhen ?? []).every((condition) =>
    holds(condition, values, siblings, entryOf),
  );
}

function holds(
  condition: Condition,
  values: Values,
  siblings: readonly Property[],
  entryOf: EntryOf | undefined,
): boolean {
  let value = valueOrDefault(condition.key, values, siblings);
  if (condition.of !== undefined) {
    const entry = entryOf?.(plainText(value));
    if (entry === undefined) return true;
    value = valueAt(entry, condition.of);
  }
  if (condition.in !== undefined) return condition.in.some((v) => loosely(v, value));
  if (condition.notIn !== undefined) return !condition.notIn.some((v) => loosely(v, value));
  return true;
}

// Files store the same choice as text, number or boolean depending on which editor wrote them.
function loosely(a: unknown, b: unknown): boolean {
  return a === b || (a !== null && b !== null && b !== undefined && plainText(a) === plainText(b));
}

export function valueOrDefault(
  key: string,
  values: Values,
  siblings: readonly Property[],
): unknown {
  const property = siblings.find((p) => p.key === key);
  if (property !== undefined) return valueIn(property, values) ?? valueAt(values, key);
  const own = valueAt(values, key);
  if (own !== undefined) return own;
  const typed = siblings.find((p) => p.kind === 'typed' && p.typeKey === key);
  return typed?.kind === 'typed' ? typeIn(typed, values) : undefined;
}
