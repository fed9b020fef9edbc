import type { FlowEntry } from './flow-entry';
import type { ChoiceOption, Property } from './node-type';

/** A variable of a subflow: what its definition says of it, or what an instance has for it. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly value: unknown;
  readonly ui: Readonly<Record<string, unknown>>;
}

export function variablesOf(entry: FlowEntry): Variable[] {
  const env: unknown = entry['env'];
  if (!Array.isArray(env)) return [];
  return (env as unknown[]).flatMap((row) => {
    if (!isObject(row) || typeof row['name'] !== 'string' || row['name'] === '') return [];
    return [
      {
        name: row['name'],
        type: typeof row['type'] === 'string' ? row['type'] : 'str',
        value: row['value'],
        ui: isObject(row['ui']) ? row['ui'] : {},
      },
    ];
  });
}

/** What nodes inside of an instance see, without what is said of how it is to be edited. */
export function variablesOfInstance(
  definition: FlowEntry,
  instance: FlowEntry,
): { name: string; type: string; value: unknown }[] {
  const all = new Map(variablesOf(definition).map((v) => [v.name, v]));
  for (const own of variablesOf(instance)) all.set(own.name, own);
  return [...all.values()].map(({ name, type, value }) => ({ name, type, value }));
}

const TYPES = ['str', 'num', 'bool', 'json', 'bin', 'env', 'jsonata'];

/** Ends the key of a variable's type, beside that of its value. */
const TYPE_KEY = ' type';

/**
 * The fields of an instance for the variables of its definition; as the definition says, those that
 * it hides have none.
 *
 * @param language of the page, for labels that come in several
 */
export function instanceProperties(definition: FlowEntry, language: string): Property[] {
  return variablesOf(definition).flatMap((variable) => {
    const property = propertyOf(variable, language);
    return property === undefined ? [] : [property];
  });
}

function propertyOf({ name, type, value, ui }: Variable, language: string): Property | undefined {
  const base = { key: name, label: inLanguage(ui['label'], language) || name, default: value };
  const opts = isObject(ui['opts']) ? ui['opts'] : {};
  switch (type === 'cred' ? 'cred' : ui['type']) {
    case 'none':
    case 'hide':
      return undefined;
    case 'cred':
      return { key: name, label: base.label, kind: 'secret' };
    case 'select':
      return { ...base, kind: 'choice', options: optionsOf(opts['opts'], language) };
    case 'checkbox':
      return { ...base, kind: 'flag', trueValue: 'true', falseValue: 'false' };
    case 'spinner':
      return {
        ...base,
        kind: 'number',
        storedAs: 'text',
        ...(typeof opts['min'] === 'number' ? { min: opts['min'] } : {}),
        ...(typeof opts['max'] === 'number' ? { max: opts['max'] } : {}),
      };
    default: {
      const allowed = Array.isArray(opts['types'])
        ? opts['types'].filter((t): t is string => typeof t === 'string' && t !== 'cred')
        : TYPES;
      return {
        ...base,
        kind: 'typed',
        typeKey: name + TYPE_KEY,
        types: allowed.length === 0 ? TYPES : allowed,
        defaultType: type,
      };
    }
  }
}

function optionsOf(options: unknown, language: string): ChoiceOption[] {
  if (!Array.isArray(options)) return [];
  return (options as unknown[]).flatMap((option) => {
    if (!isObject(option)) return [];
    const value = option['v'];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return [];
    }
    return [{ value, label: inLanguage(option['l'], language) || String(value) }];
  });
}

function inLanguage(texts: unknown, language: string): string {
  if (typeof texts === 'string') return texts;
  if (!isObject(texts)) return '';
  const text = texts[language] ?? texts[language.slice(0, 2)] ?? texts['en-US'];
  return typeof text === 'string' ? text : '';
}

/** The values that the fields show: those of the instance, or else the definition's. */
export function instanceValues(
  definition: FlowEntry,
  instance: FlowEntry,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const { name, type, value } of variablesOfInstance(definition, instance)) {
    values[name] = value;
    values[name + TYPE_KEY] = type;
  }
  return values;
}

/** The `env` of an instance after a change to its fields. */
export function instanceEnv(
  definition: FlowEntry,
  instance: FlowEntry,
  patch: Readonly<Record<string, unknown>>,
): unknown[] {
  const env = Array.isArray(instance['env']) ? (instance['env'] as unknown[]) : [];
  const standard = new Map(variablesOf(definition).map((v) => [v.name, v]));
  const own = new Map(variablesOf(instance).map((v) => [v.name, v]));
  const changed = new Set(
    Object.keys(patch).map((key) =>
      key.endsWith(TYPE_KEY) && !standard.has(key) ? key.slice(0, -TYPE_KEY.length) : key,
    ),
  );
  const row = (name: string): { name: string; value: unknown; type: string } => {
    const before = own.get(name) ?? standard.get(name);
    const type = patch[name + TYPE_KEY];
    return {
      name,
      value: patch[name] ?? before?.value ?? '',
      type: typeof type === 'string' ? type : (before?.type ?? 'str'),
    };
  };
  const isChanged = (entry: unknown): boolean =>
    isObject(entry) && typeof entry['name'] === 'string' && changed.has(entry['name']);
  const kept = env.map((entry) =>
    isChanged(entry) && isObject(entry) ? { ...entry, ...row(String(entry['name'])) } : entry,
  );
  return [...kept, ...[...changed].filter((name) => !own.has(name)).map(row)];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
