import { exported } from './clipboard-format';
import type { FlowDocument } from './flow-document';
import { classOf, flowOf, withKeys, type FlowEntry, type NodeId } from './flow-entry';
import { wholes } from './groups';

/** What is exported: what is selected, one flow, or everything. */
export type ExportScope =
  | { readonly kind: 'selected'; readonly ids: readonly NodeId[] }
  | { readonly kind: 'flow'; readonly flow: NodeId }
  | { readonly kind: 'all' };

/** The entries of an export, with all that they need and without credentials. */
export function exportOf(document: FlowDocument, scope: ExportScope): readonly FlowEntry[] {
  switch (scope.kind) {
    case 'selected':
      return exported(document, wholes(document, scope.ids));
    case 'flow': {
      const inside = [...document.entries()].filter((e) => flowOf(e) === scope.flow);
      return exported(document, [scope.flow, ...inside.map((e) => e.id)]);
    }
    case 'all':
      return [...document.entries()].map((e) => withKeys(e, { credentials: undefined }));
  }
}

/** The text of an export; a readable one is indented as other editors do it. */
export function exportText(entries: readonly FlowEntry[], readable: boolean): string {
  return readable ? JSON.stringify(entries, null, 4) : JSON.stringify(entries);
}

/** A name for the file of an export, which every system takes. */
export function exportFileName(document: FlowDocument, scope: ExportScope): string {
  const entry = scope.kind === 'flow' ? document.get(scope.flow) : undefined;
  const name =
    entry === undefined ? '' : String(entry[classOf(entry) === 'tab' ? 'label' : 'name']);
  const safe = name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return safe === '' ? 'flows.json' : `${safe}.json`;
}
