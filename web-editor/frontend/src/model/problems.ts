import type { FlowDocument } from './flow-document';
import { classOf, isDisabled, type FlowEntry, type NodeId } from './flow-entry';
import type { NodeTypes } from './node-types';
import { checkProperty, type Broken } from './rules';

export interface Problem extends Broken {
  readonly nodeId: NodeId;
  readonly severity: 'error' | 'warning';
  /** Label of the property it is about, or its key. */
  readonly property?: string;
  readonly path?: string;
}

const known = new WeakMap<FlowEntry, { types: NodeTypes; problems: readonly Problem[] }>();

/** What is wrong in the document, found without the engine. Unchanged entries aren't checked again. */
export function problemsIn(document: FlowDocument, types: NodeTypes): Problem[] {
  const all: Problem[] = [];
  for (const entry of document.entries()) {
    const kind = classOf(entry);
    if (kind !== 'node' && kind !== 'config') continue;
    all.push(...ownProblems(entry, types, document), ...referenceProblems(entry, types, document));
  }
  return all;
}

function ownProblems(
  entry: FlowEntry,
  types: NodeTypes,
  document: FlowDocument,
): readonly Problem[] {
  const cached = known.get(entry);
  if (cached?.types === types) return cached.problems;
  const type = types.get(entry.type, document);
  if (type === undefined) {
    // A subflow's definition may come or go without this entry changing, so no caching here.
    if (classOf(entry) === 'config') return [];
    return [
      {
        nodeId: entry.id,
        severity: 'warning',
        rule: 'unknownType',
        values: { type: entry.type },
      },
    ];
  }
  const severity = isDisabled(entry) ? 'warning' : 'error';
  const problems = type.properties.flatMap((property) =>
    checkProperty(property, entry, type.properties).map((broken) => ({
      ...broken,
      nodeId: entry.id,
      severity,
      property: property.label ?? property.key,
    })),
  ) satisfies Problem[];
  known.set(entry, { types, problems });
  return problems;
}

/** References depend on other entries, so they are looked at every time; there are few of them. */
function referenceProblems(entry: FlowEntry, types: NodeTypes, document: FlowDocument): Problem[] {
  const found: Problem[] = [];
  for (const property of types.get(entry.type)?.properties ?? []) {
    if (property.kind !== 'config') continue;
    const id = entry[property.key];
    if (typeof id === 'string' && id !== '' && !id.startsWith('${') && !document.has(id)) {
      found.push({
        nodeId: entry.id,
        severity: isDisabled(entry) ? 'warning' : 'error',
        rule: 'missingConfig',
        property: property.label ?? property.key,
        path: property.key,
      });
    }
  }
  return found;
}
