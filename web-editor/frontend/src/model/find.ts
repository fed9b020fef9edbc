import type { FlowDocument } from './flow-document';
import {
  classOf,
  definitionOf,
  flowOf,
  isDisabled,
  textOf,
  type FlowEntry,
  type NodeId,
} from './flow-entry';
import { readingOrder } from './flow-order';
import { labelOf, type NodeTypes } from './node-types';
import { isPort } from './subflow-ports';

/** What is looked in. */
export interface Searched {
  readonly document: FlowDocument;
  readonly types: NodeTypes;
  /** Entries that differ from what runs. */
  readonly changed: ReadonlySet<NodeId>;
  /** Entries with a problem. */
  readonly faulty: ReadonlySet<NodeId>;
}

export interface Hit {
  readonly entry: FlowEntry;
  /** The property that has what is looked for; undefined if the name or type says it already. */
  readonly where: { readonly key: string; readonly text: string } | undefined;
}

interface Term {
  readonly key: string | undefined;
  readonly text: string;
}

const TOKEN = /(?:(\w+):)?(?:"([^"]*)"|(\S+))/g;
const KEYS = new Set(['type', 'name', 'topic', 'flow', 'is', 'uses', 'id']);
/** Keys that the canvas shows, or that are nothing that one has written. */
const NOT_SEARCHED = new Set(['id', 'z', 'g', 'x', 'y', 'w', 'h', 'wires', 'nodes']);
const SNIPPET = 60;

function termsOf(query: string): Term[] {
  return [...query.toLowerCase().matchAll(TOKEN)].map((match) => {
    const [whole, key, quoted, plain] = match;
    const text = quoted ?? plain ?? '';
    // An address, or whatever else has a colon in it.
    return key !== undefined && !KEYS.has(key) ? { key: undefined, text: whole } : { key, text };
  });
}

/**
 * The nodes and shared settings that a query is about, in the order of flows and of reading. All its
 * words have to fit: plain ones a name, type or property; `type:`, `name:`, `topic:`, `flow:`,
 * `uses:` and `id:` just that; `is:` one of changed, problem, disabled, unknown, unused.
 */
export function find(query: string, searched: Searched): readonly Hit[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [];
  const { document } = searched;
  const entries = [
    ...document
      .flows()
      .flatMap((flow) => readingOrder(document, flow.id))
      .filter((node) => !isPort(node)),
    ...document.configNodes(),
  ];
  return entries.flatMap((entry) => {
    let where: Hit['where'];
    for (const term of terms) {
      const fit = fits(entry, term, searched);
      if (fit === false) return [];
      if (fit !== true) where ??= fit;
    }
    return [{ entry, where }];
  });
}

function fits(entry: FlowEntry, term: Term, searched: Searched): boolean | (Hit['where'] & object) {
  const { document, types } = searched;
  const type = types.get(entry.type, document);
  const { key, text } = term;
  switch (key) {
    case 'type':
      return entry.type.toLowerCase().includes(text) || lower(type?.label).includes(text);
    case 'name':
      return labelOf(entry, type).toLowerCase().includes(text);
    case 'topic':
      return textOf(entry, 'topic').toLowerCase().includes(text);
    case 'flow': {
      const flow = document.get(flowOf(entry));
      return (
        flow !== undefined && (flow.id === text || lower(labelOf(flow, undefined)).includes(text))
      );
    }
    case 'id':
      return entry.id.toLowerCase() === text;
    case 'uses':
      return uses(entry, text, searched);
    case 'is':
      return isOne(entry, text, searched);
    default:
      return (
        labelOf(entry, type).toLowerCase().includes(text) ||
        entry.type.toLowerCase().includes(text) ||
        lower(type?.label).includes(text) ||
        (propertyWith(entry, text) ?? false)
      );
  }
}

function lower(text: string | undefined): string {
  return (text ?? '').toLowerCase();
}

function isOne(entry: FlowEntry, what: string, searched: Searched): boolean {
  const { document, types, changed, faulty } = searched;
  switch (what) {
    case 'changed':
    case 'modified':
      return changed.has(entry.id);
    case 'problem':
    case 'invalid':
      return faulty.has(entry.id);
    case 'disabled':
      return isDisabled(entry) || isDisabled(document.get(flowOf(entry)) ?? entry);
    case 'unknown':
      return types.get(entry.type, document) === undefined;
    case 'config':
      return classOf(entry) === 'config';
    case 'unused':
      return classOf(entry) === 'config'
        ? document.usersOf(entry.id).length === 0
        : document.wiresFrom(entry).flat().length === 0 &&
            document.sourcesOf(entry.id).length === 0;
    default:
      return false;
  }
}

function uses(entry: FlowEntry, text: string, { document, types }: Searched): boolean {
  const isMeant = (id: unknown): boolean => {
    if (typeof id !== 'string' || id === '') return false;
    const used = document.get(id);
    if (used === undefined || (classOf(used) !== 'config' && classOf(used) !== 'subflow')) {
      return false;
    }
    return (
      id.toLowerCase() === text ||
      labelOf(used, types.get(used.type, document)).toLowerCase().includes(text)
    );
  };
  return (
    isMeant(definitionOf(entry)) ||
    Object.entries(entry).some(([key, value]) => !NOT_SEARCHED.has(key) && isMeant(value))
  );
}

function propertyWith(entry: FlowEntry, text: string): Hit['where'] {
  for (const [key, value] of Object.entries(entry)) {
    if (NOT_SEARCHED.has(key) || key === 'type' || key === 'name') continue;
    const found = textWith(value, text);
    if (found !== undefined) return { key, text: around(found, text) };
  }
  return undefined;
}

function textWith(value: unknown, text: string): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).toLowerCase().includes(text) ? String(value) : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const found = textWith(inner, text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The line of a long text that has what is looked for, and not much more. */
function around(whole: string, text: string): string {
  const at = whole.toLowerCase().indexOf(text);
  const start = whole.lastIndexOf('\n', at) + 1;
  const end = whole.indexOf('\n', at);
  const line = whole.slice(start, end < 0 ? undefined : end);
  if (line.length <= SNIPPET) return line.trim();
  const from = Math.max(0, at - start - SNIPPET / 3);
  return `${from > 0 ? '…' : ''}${line.slice(from, from + SNIPPET).trim()}…`;
}
