import { t } from '../i18n/t';
import { Edits } from '../model/edits';
import type { FlowDocument } from '../model/flow-document';
import {
  classOf,
  definitionOf,
  flowOf,
  isEntry,
  textOf,
  wiresOf,
  withKeys,
  type FlowEntry,
  type NodeId,
} from '../model/flow-entry';
import { isPort, storedPorts, withPorts } from '../model/subflow-ports';
import type { Edit } from './edit';
import type { Editor } from './editor';

/** Where entries name others that they aren't wired to. */
const LISTS = ['links', 'scope', 'nodes'];

/** Edits that put single entries back as the engine has them. */
export class Reverting {
  constructor(
    private readonly editor: Editor,
    private readonly edit: Edit,
  ) {}

  /**
   * Takes back what has changed of an entry: it is there again, gone again, or as it was. A flow
   * comes and goes with what is in it, and a subflow comes with its instances. What it was wired to
   * and is gone stays gone.
   *
   * @param name what it is called, for the history
   */
  revert(id: NodeId, name: string): void {
    const { base, document } = this.editor.documents.state;
    const edits = new Edits(document);
    const before = base.get(id);
    if (before === undefined) removeWhole(edits, document, id);
    else if (document.has(id)) putBack(edits, before);
    else bringBackWhole(edits, base, before);
    const { selection } = this.editor;
    const still = selection.current().filter((selected) => edits.get(selected) !== undefined);
    this.edit('edit.revert', { name }, edits, still);
    this.editor.view.announce(t('say.reverted', { name }));
    const after = this.editor.documents.document;
    if (!after.has(selection.state.flow)) selection.openFlow(after.tabs()[0]?.id ?? '');
  }
}

/** Takes an entry away, with what is in it if it is a flow, and its instances if it is a subflow. */
function removeWhole(edits: Edits, document: FlowDocument, id: NodeId): void {
  for (const entry of document.entries()) {
    if (flowOf(entry) === id || definitionOf(entry) === id) edits.remove(entry.id);
  }
  edits.remove(id);
}

function bringBackWhole(edits: Edits, base: FlowDocument, entry: FlowEntry): void {
  const flow = base.get(flowOf(entry));
  if (flow !== undefined && edits.get(flow.id) === undefined) bringBack(edits, base, flow);
  const definition = base.get(definitionOf(entry) ?? '');
  if (definition !== undefined && edits.get(definition.id) === undefined) {
    bringBackWhole(edits, base, definition);
  }
  const all = [entry, ...contentOf(base, entry.id)];
  for (const each of all) bringBack(edits, base, each);
  // Each finds the others there only now.
  for (const each of all) nameAgain(edits, base, each.id);
  for (const member of base.entries()) {
    const now = edits.get(member.id);
    const isFree = now !== undefined && !Object.hasOwn(now, 'g');
    if (!isFree || textOf(member, 'g') !== entry.id) continue;
    edits.put(inOrderOf(member, withKeys(now, { g: entry.id })));
  }
}

/** What is in a flow, with its shared settings; nothing if it is none. */
function contentOf(document: FlowDocument, id: NodeId): readonly FlowEntry[] {
  return [...document.entries()].filter((entry) => flowOf(entry) === id && entry.id !== id);
}

function bringBack(edits: Edits, base: FlowDocument, entry: FlowEntry): void {
  if (edits.get(entry.id) !== undefined) return;
  let at = 0;
  for (let i = base.list.indexOf(entry) - 1; i >= 0 && at === 0; i--) {
    const neighbour = base.list[i];
    if (isEntry(neighbour)) at = edits.indexOf(neighbour.id) + 1;
  }
  edits.insert(entry, at);
}

/** Wires and lists that named the entry do so again; what it names itself has to be there. */
function nameAgain(edits: Edits, base: FlowDocument, id: NodeId): void {
  const entry = edits.get(id);
  if (entry !== undefined) putBack(edits, entry);
  for (const { node, port } of base.sourcesOf(id)) {
    const source = edits.get(node);
    const was = base.get(node);
    if (source === undefined || was === undefined) continue;
    if (isPort(source)) edits.connect(node, port, id);
    else edits.update(node, { wires: wiresAgain(source, was, id) });
  }
  for (const was of base.entries()) {
    const other = edits.get(was.id);
    if (other === undefined) continue;
    for (const key of LISTS) {
      const list: unknown = was[key];
      if (!Array.isArray(list) || !list.includes(id)) continue;
      const now: unknown = other[key];
      edits.update(was.id, { [key]: again(list, Array.isArray(now) ? now : [], id) });
    }
  }
}

/** An entry with its keys in the order that they had, those that are new at the end. */
function inOrderOf(was: FlowEntry, entry: FlowEntry): FlowEntry {
  const known = Object.keys(was).filter((key) => Object.hasOwn(entry, key));
  const ordered = Object.fromEntries(known.map((key) => [key, entry[key]]));
  return { ...ordered, ...entry };
}

function wiresAgain(source: FlowEntry, was: FlowEntry, id: NodeId): unknown {
  const now = wiresOf(source);
  const then = wiresOf(was);
  const ports = Math.max(now.length, then.length);
  return Array.from({ length: ports }, (_, port) =>
    (then[port] ?? []).includes(id)
      ? again(then[port] ?? [], now[port] ?? [], id)
      : (now[port] ?? []),
  );
}

/** A list as it was, as far as what stands in it is still in it, and what has come since. */
function again(then: readonly unknown[], now: readonly unknown[], id: NodeId): unknown[] {
  return [
    ...then.filter((member) => member === id || now.includes(member)),
    ...now.filter((member) => !then.includes(member)),
  ];
}

/** Makes an entry what it was, without what it led to and isn't there any more. */
function putBack(edits: Edits, before: FlowEntry): void {
  const now = edits.get(before.id);
  const isThere = (id: unknown): boolean => typeof id !== 'string' || edits.get(id) !== undefined;
  const members: unknown = now?.['nodes'];
  const group = textOf(before, 'g');
  const hasGroup = group !== '' && isThere(group);
  if (now !== undefined && now['g'] !== before['g']) {
    edits.join(before.id, hasGroup ? group : undefined);
  }
  edits.put(
    withKeys(before, {
      ...(Array.isArray(before['wires'])
        ? { wires: wiresOf(before).map((targets) => targets.filter(isThere)) }
        : {}),
      ...(group === '' || hasGroup ? {} : { g: undefined }),
      // Who is in a group is for its members to say.
      ...(classOf(before) === 'group'
        ? { nodes: Array.isArray(members) ? members.filter(isThere) : [] }
        : {}),
    }),
  );
  if (classOf(before) === 'subflow') cutEnds(edits, before.id, isThere);
}

/** Takes the wires of a subflow's ends away that lead to what isn't there any more. */
function cutEnds(edits: Edits, id: NodeId, isThere: (id: unknown) => boolean): void {
  for (const kind of ['in', 'out', 'status'] as const) {
    const definition = edits.get(id);
    if (definition?.[kind] === undefined) continue;
    const ports = storedPorts(definition, kind).map((port) =>
      Array.isArray(port['wires'])
        ? {
            ...port,
            wires: port['wires'].filter((wire: { readonly id?: unknown }) => isThere(wire.id)),
          }
        : port,
    );
    edits.put(withPorts(definition, kind, ports));
  }
}
