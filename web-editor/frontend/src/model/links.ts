import { isShown } from './conditions';
import { Edits } from './edits';
import type { FlowDocument } from './flow-document';
import { flowOf, type FlowEntry, type NodeId } from './flow-entry';
import type { NodeType, PropertyOf } from './node-type';

type LinksProperty = PropertyOf<'links'>;

/** The ids in a property of links, whatever the file has there. */
export function linkedIds(value: unknown): readonly NodeId[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((id): id is string => typeof id === 'string' && id !== '');
}

type TypeOf = (node: FlowEntry) => NodeType | undefined;

/** The property in which a node of this type lists links to or from the type of another. */
function listOf(type: NodeType | undefined, other: FlowEntry): LinksProperty | undefined {
  return type?.properties.find(
    (p): p is LinksProperty => p.kind === 'links' && p.types.includes(other.type),
  );
}

/**
 * The nodes that can be linked to, in the order of the flows. Links don't lead into a subflow or out
 * of one, but a call does lead out.
 */
export function linkCandidates(
  document: FlowDocument,
  entry: FlowEntry,
  property: LinksProperty,
  typeOf: TypeOf,
): FlowEntry[] {
  const home = flowOf(entry);
  const isInSubflow = document.get(home)?.type === 'subflow';
  const tabs = document.tabs().map((tab) => tab.id);
  const flows = !isInSubflow ? tabs : property.single === true ? [home, ...tabs] : [home];
  return flows.flatMap((flow) =>
    document.nodesIn(flow).filter((node) => {
      if (node.id === entry.id || !property.types.includes(node.type)) return false;
      const type = typeOf(node);
      const back = listOf(type, entry);
      // One that has switched its links off, such as one that returns to its caller, has none.
      return back === undefined || isShown(back, node, type?.properties ?? []);
    }),
  );
}

/**
 * Links a node to others. Those which keep a list of their own of where links come from, or go to,
 * get the node into it: a flow file has each link at both of its ends.
 */
export function setLinks(
  document: FlowDocument,
  entry: FlowEntry,
  property: LinksProperty,
  ids: readonly NodeId[],
  typeOf: TypeOf,
): Edits {
  const edits = new Edits(document).update(entry.id, { [property.key]: ids });
  for (const id of new Set([...linkedIds(entry[property.key]), ...ids])) {
    const other = document.get(id);
    const back = other === undefined ? undefined : listOf(typeOf(other), entry);
    if (other === undefined || back === undefined) continue;
    const others = linkedIds(other[back.key]).filter((linked) => linked !== entry.id);
    edits.update(id, { [back.key]: ids.includes(id) ? [...others, entry.id] : others });
  }
  return edits;
}
