type Values = Readonly<Record<string, unknown>>;

/** The value of a key; a dot in it leads into an object: `willMsg.delay`. */
export function valueAt(values: Values, key: string): unknown {
  const dot = key.indexOf('.');
  if (dot < 0 || key in values) return values[key];
  const inner = values[key.slice(0, dot)];
  return isObject(inner) ? inner[key.slice(dot + 1)] : undefined;
}

/** The values with those inside objects beside them under the keys that the properties have. */
export function withNested(values: Values, keys: readonly string[]): Values {
  const nested = keys.filter((key) => key.includes('.'));
  if (nested.length === 0) return values;
  return { ...values, ...Object.fromEntries(nested.map((key) => [key, valueAt(values, key)])) };
}

/** A patch with what belongs into objects put there; an emptied field leaves no key behind. */
export function nestedPatch(values: Values, patch: Values): Values {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    const dot = key.indexOf('.');
    if (dot < 0) {
      result[key] = value;
      continue;
    }
    const outer = key.slice(0, dot);
    const inner = key.slice(dot + 1);
    const before = result[outer] ?? values[outer];
    const others = Object.fromEntries(
      Object.entries(isObject(before) ? before : {}).filter(([name]) => name !== inner),
    );
    const isEmpty = value === undefined || value === '' || value === false;
    result[outer] = isEmpty ? others : { ...others, [inner]: value };
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
