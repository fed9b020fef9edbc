import { isShown, typeIn, valueIn } from './conditions';
import { rowsOf } from './legacy-rows';
import type { Property, Rule } from './node-type';
import { isPath } from './path';
import { plainText } from './plain-text';
import { isTopicFilter, isTopicName } from './topic';

type Values = Readonly<Record<string, unknown>>;

/** A broken rule: its catalogue key under `rule.` and the numbers or texts in the sentence. */
export interface Broken {
  readonly rule: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface BrokenProperty extends Broken {
  /** `rules[1].v`: the way to the property from the node. */
  readonly path: string;
}

/** A value that is only an environment variable is known when the flow starts, not before. */
const WHOLE_VARIABLE = /^\$\{[^}]+\}$/;

export function checkRule(rule: Rule, value: unknown): Broken | undefined {
  const text = value === undefined || value === null ? '' : plainText(value);
  if (WHOLE_VARIABLE.test(text)) return undefined;
  if (rule.rule === 'required') return text.trim() === '' ? { rule: 'required' } : undefined;
  // Only `required` speaks about empty values.
  if (text === '') return undefined;
  switch (rule.rule) {
    case 'atLeast':
      return Number(text) >= rule.min ? undefined : { rule: 'atLeast', values: { min: rule.min } };
    case 'atMost':
      return Number(text) <= rule.max ? undefined : { rule: 'atMost', values: { max: rule.max } };
    case 'matches':
      return matches(rule.pattern, text)
        ? undefined
        : rule.text === undefined
          ? { rule: 'matches' }
          : { rule: 'text', values: { text: rule.text } };
    case 'topicFilter':
      return isTopicFilter(text) ? undefined : { rule: 'topicFilter' };
    case 'topicName':
      return isTopicName(text) ? undefined : { rule: 'topicName' };
    case 'json':
      return isJson(text) ? undefined : { rule: 'json' };
    case 'path':
      return isPath(text) ? undefined : { rule: 'path' };
    case 'uniqueIn':
      return undefined;
  }
}

/** Everything that is wrong with the values of a property, rows of a list included. */
export function checkProperty(
  property: Property,
  values: Values,
  siblings: readonly Property[],
  path = property.key,
): BrokenProperty[] {
  if (!isShown(property, values, siblings)) return [];
  const value = valueIn(property, values);
  if (property.kind === 'list') return checkRows(property, rowsOf(property, values), path);
  if (property.credential === true || property.kind === 'secret') return [];
  const broken = firstBroken(property.rules ?? [], value) ?? checkKind(property, value, values);
  return broken === undefined ? [] : [{ ...broken, path }];
}

function firstBroken(rules: readonly Rule[], value: unknown): Broken | undefined {
  for (const rule of rules) {
    const broken = checkRule(rule, value);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function checkRows(
  property: Extract<Property, { kind: 'list' }>,
  rows: readonly unknown[],
  path: string,
): BrokenProperty[] {
  const found: BrokenProperty[] = [];
  if (rows.length < (property.atLeastRows ?? 0)) {
    found.push({ rule: 'rows', values: { min: property.atLeastRows ?? 0 }, path });
  }
  rows.forEach((row, i) => {
    if (typeof row !== 'object' || row === null) return;
    for (const item of property.item) {
      const at = `${path}[${i}].${item.key}`;
      found.push(...checkProperty(item, row as Values, property.item, at));
      if (item.rules?.some((r) => r.rule === 'uniqueIn') === true) {
        const mine = (row as Values)[item.key];
        const first = rows.findIndex((r) => (r as Values | null)?.[item.key] === mine);
        if (first < i && mine !== undefined && mine !== '')
          found.push({ rule: 'unique', path: at });
      }
    }
  });
  return found;
}

/** What the kind itself asks for, whether or not the descriptor repeats it as a rule. */
function checkKind(property: Property, value: unknown, values: Values): Broken | undefined {
  const text = value === undefined || value === null ? '' : plainText(value);
  if (text === '' || WHOLE_VARIABLE.test(text)) return undefined;
  switch (property.kind) {
    case 'number':
    case 'duration':
      return Number.isFinite(Number(text)) ? undefined : { rule: 'number' };
    case 'path':
      return isPath(text) ? undefined : { rule: 'path' };
    case 'topic':
      return property.publish === true
        ? checkRule({ rule: 'topicName' }, text)
        : checkRule({ rule: 'topicFilter' }, text);
    case 'typed':
      return checkTyped(typeIn(property, values), text);
    case 'cron':
      return [5, 6].includes(text.trim().split(/\s+/).length) ? undefined : { rule: 'cron' };
    default:
      return undefined;
  }
}

export function checkTyped(type: string, text: string): Broken | undefined {
  if (text === '' || WHOLE_VARIABLE.test(text)) return undefined;
  switch (type) {
    case 'num':
      return isNumber(text) ? undefined : { rule: 'number' };
    case 'json':
      return isJson(text) ? undefined : { rule: 'json' };
    case 'bin':
      return isJson(text) ? undefined : { rule: 'bytes' };
    case 're':
      return isPattern(text) ? undefined : { rule: 'pattern' };
    case 'msg':
      return isPath(text) ? undefined : { rule: 'path' };
    case 'flow':
    case 'global':
      return isPath(text.replace(/^#:\([^)]*\)::/, '')) ? undefined : { rule: 'path' };
    default:
      return undefined;
  }
}

function isNumber(text: string): boolean {
  return text.trim() === 'NaN' || (text.trim() !== '' && !Number.isNaN(Number(text)));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function matches(pattern: string, text: string): boolean {
  // Java checks the same pattern at deploy; one that only Java understands is left to it.
  return isPattern(pattern) ? new RegExp(`^(?:${pattern})$`).test(text) : true;
}
