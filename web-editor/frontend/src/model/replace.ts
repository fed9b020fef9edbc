import type { FlowDocument } from './flow-document';
import { classOf, flowOf, type FlowEntry, type NodeId } from './flow-entry';
import type { NodeType, Property } from './node-type';
import { labelOf, type NodeTypes } from './node-types';

export interface Replacement {
  /** What is looked for, as it is written: no pattern. */
  readonly text: string;
  readonly by: string;
  readonly matchCase: boolean;
}

/** A text in an entry that has what is looked for. */
export interface Place {
  readonly id: NodeId;
  /** What the entry is called. */
  readonly name: string;
  /** The keys and places that lead to the text, the property first. */
  readonly path: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** What nobody has written, or what says how entries belong together. */
const NOT_TEXT = new Set([
  'id',
  'type',
  'z',
  'g',
  'x',
  'y',
  'w',
  'h',
  'wires',
  'nodes',
  'links',
  'scope',
  'style',
]);

/** What is picked from a list in flows, groups, subflows and their instances. */
const PICKED_IN_ALL = ['env.type', 'env.ui.type'];

/** All texts that would change, in the order of the file. Those of locked flows are left alone. */
export function placesOf(
  document: FlowDocument,
  types: NodeTypes,
  replacement: Replacement,
): readonly Place[] {
  if (replacement.text === '') return [];
  const pattern = new RegExp(
    replacement.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    replacement.matchCase ? 'g' : 'gi',
  );
  const places: Place[] = [];
  for (const entry of document.entries()) {
    if (isLocked(document, entry)) continue;
    const type = types.get(entry.type, document);
    const name = labelOf(entry, type);
    const picked = new Set([...PICKED_IN_ALL, ...pickedKeys(type)]);
    visit(entry, [], (path, before) => {
      // An id that names another entry is no text.
      if (document.has(before) || picked.has(keyOf(path))) return;
      const after = before.replace(pattern, () => replacement.by);
      if (after !== before) places.push({ id: entry.id, name, path, before, after });
    });
  }
  return places;
}

/** The keys of what is picked from a list rather than written, those in rows behind their list's. */
function pickedKeys(type: NodeType | undefined): readonly string[] {
  return (type?.properties ?? []).flatMap(pickedIn);
}

function pickedIn(property: Property): readonly string[] {
  switch (property.kind) {
    case 'choice':
    case 'flag':
      return [property.key];
    case 'typed':
      return [property.typeKey];
    case 'code':
      return property.languageKey === undefined ? [] : [property.languageKey];
    case 'list':
      return property.item.flatMap(pickedIn).map((key) => `${property.key}.${key}`);
    default:
      return [];
  }
}

/** The keys of a path without the numbers of rows. */
function keyOf(path: readonly string[]): string {
  return path.filter((key) => !/^\d+$/.test(key)).join('.');
}

function isLocked(document: FlowDocument, entry: FlowEntry): boolean {
  const kind = classOf(entry);
  const flow = kind === 'tab' || kind === 'subflow' ? entry : document.get(flowOf(entry));
  return flow?.['locked'] === true;
}

function visit(
  value: unknown,
  path: readonly string[],
  onText: (path: readonly string[], text: string) => void,
): void {
  if (typeof value === 'string') {
    onText(path, value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (path.length > 0 || !NOT_TEXT.has(key)) visit(inner, [...path, key], onText);
    }
  }
}

/** An entry with the texts at some places replaced; everything else is as it was. */
export function withReplaced(entry: FlowEntry, places: readonly Place[]): FlowEntry {
  return places.reduce<unknown>(
    (value, { path, after }) => replacedAt(value, path, after),
    entry,
  ) as FlowEntry;
}

function replacedAt(value: unknown, path: readonly string[], text: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  if (Array.isArray(value)) {
    return value.map((item: unknown, i) =>
      String(i) === key ? replacedAt(item, rest, text) : item,
    );
  }
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, name === key ? replacedAt(item, rest, text) : item]),
  );
}
