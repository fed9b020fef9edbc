import type { NodeType } from '../model/node-type';
import { SYNONYMS } from './synonyms';
import { parsePhrase } from './value-phrases';

export interface Suggestion {
  readonly type: NodeType;
  readonly values: Readonly<Record<string, unknown>> | undefined;
}

/** Which types could stand where one is to be added. */
export interface Fit {
  readonly needsInput?: boolean;
  readonly needsOutput?: boolean;
}

/**
 * Types for what was typed, best first: a phrase with values, then names that begin with it, words
 * in names, synonyms, purpose. Types used lately come first among equals.
 */
export function suggestions(
  types: readonly NodeType[],
  text: string,
  fit: Fit = {},
  recent: readonly string[] = [],
): Suggestion[] {
  const fitting = types.filter((type) => fits(type, fit));
  const wanted = text.trim().toLowerCase();
  const phrase = parsePhrase(text);
  const phraseType = fitting.find((t) => t.type === phrase?.type);
  const ranked = fitting
    .map((type, order) => ({ type, score: score(type, wanted), order }))
    .filter(({ score: s }) => s > 0)
    .sort(
      (a, b) =>
        b.score - a.score || recency(recent, a.type) - recency(recent, b.type) || a.order - b.order,
    )
    .map(({ type }) => ({ type, values: undefined }));
  return phraseType === undefined || phrase === undefined
    ? ranked
    : [{ type: phraseType, values: phrase.values }, ...ranked.filter((r) => r.type !== phraseType)];
}

function fits(type: NodeType, fit: Fit): boolean {
  const has = (count: NodeType['inputs']): boolean => typeof count === 'object' || (count ?? 0) > 0;
  // A type whose inputs depend on a property has none until that is set.
  const hasInput = typeof type.inputs === 'number' && type.inputs > 0;
  return (fit.needsInput !== true || hasInput) && (fit.needsOutput !== true || has(type.outputs));
}

function recency(recent: readonly string[], type: NodeType): number {
  const at = recent.indexOf(type.type);
  return at < 0 ? recent.length : at;
}

export function score(type: NodeType, wanted: string): number {
  if (wanted === '') return 1;
  const label = type.label.toLowerCase();
  const synonyms = [...(type.synonyms ?? []), ...(SYNONYMS[type.type] ?? [])].map((s) =>
    s.toLowerCase(),
  );
  // `if > 30` should still show what `if` means while it is being typed.
  const first = wanted.split(/\s+/, 1)[0] ?? '';
  if (label === wanted) return 100;
  if (synonyms.includes(wanted)) return 95;
  if (label.startsWith(wanted)) return 90;
  if (label.split(/[\s-]+/).some((word) => word.startsWith(wanted))) return 80;
  if (synonyms.some((s) => s.startsWith(wanted))) return 70;
  if (first !== wanted && synonyms.includes(first)) return 60;
  if (label.includes(wanted)) return 50;
  if ((type.purpose ?? '').toLowerCase().includes(wanted)) return 30;
  return isSubsequence(wanted, label) ? 10 : 0;
}

function isSubsequence(wanted: string, text: string): boolean {
  if (wanted.length < 2) return false;
  let at = 0;
  for (const letter of text) if (letter === wanted[at]) at++;
  return at === wanted.length;
}
