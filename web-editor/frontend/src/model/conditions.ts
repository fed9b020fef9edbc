import { valueAt } from './nested-keys';
import type { Condition, Property } from './node-type';
import { plainText } from './plain-text';

type Values = Readonly<Record<string, unknown>>;

/** Finds an entry that another refers to. */
export type EntryOf = (id: string) => Values | undefined;

/**
 * Whether a field is shown for these values. A key that isn't set counts as its default. What
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
  const own = valueAt(values, key);
  if (own !== undefined) return own;
  for (const property of siblings) {
    if (property.key === key) return property.default;
    if (property.kind === 'typed' && property.typeKey === key) return property.defaultType;
  }
  return undefined;
}
