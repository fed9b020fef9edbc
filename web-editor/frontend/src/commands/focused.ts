import type { WireEnd } from '../model/flow-document';
import { definitionOf, type FlowEntry } from '../model/flow-entry';
import { outputsOf } from '../model/node-types';
import type { CommandContext } from './command';

/** What a command for the selection is about: the focused node, or the first selected one. */
export function focused({ editor }: CommandContext): FlowEntry | undefined {
  const { focus, nodes } = editor.selection.state;
  const id = focus !== undefined && nodes.has(focus) ? focus : ([...nodes][0] ?? focus);
  return id === undefined ? undefined : editor.documents.document.get(id);
}

/**
 * The output that is to be looked into: that of the selected wire, or the first of the node; asked
 * again, the next one.
 */
export function shownOutput(context: CommandContext): WireEnd | undefined {
  const { editor, editing } = context;
  if (!editor.engine.has('messages')) return undefined;
  const [wire] = editor.selection.state.wires;
  if (wire !== undefined) return { node: wire.source, port: wire.port };
  const node = focused(context);
  const outputs = node === undefined ? 0 : outputsOf(node, editing.typeOf(node));
  if (node === undefined || outputs === 0) return undefined;
  const { inspected } = editor.view.state;
  const isNext = inspected?.node === node.id && editor.view.state.right === 'live';
  return { node: node.id, port: isNext ? (inspected.port + 1) % outputs : 0 };
}

/** The outputs whose messages pass the selected wire or node; none if nothing is selected. */
export function outputsThrough(context: CommandContext): readonly WireEnd[] {
  const { editor, editing } = context;
  const [wire] = editor.selection.state.wires;
  if (wire !== undefined) return [{ node: wire.source, port: wire.port }];
  const node = focused(context);
  if (node === undefined) return [];
  const own = Array.from({ length: outputsOf(node, editing.typeOf(node)) }, (_, port) => ({
    node: node.id,
    port,
  }));
  return [...own, ...editor.documents.document.sourcesOf(node.id)];
}

/** The definition of the subflow that a command is about; undefined if it isn't about an instance. */
export function subflowOf(context: CommandContext): FlowEntry | undefined {
  const node = focused(context);
  const definition = node === undefined ? undefined : definitionOf(node);
  return definition === undefined ? undefined : context.editor.documents.document.get(definition);
}

/** The nodes and groups that are selected. */
export function selected({ editor }: CommandContext): readonly FlowEntry[] {
  return editor.selection.current().flatMap((id) => editor.documents.document.get(id) ?? []);
}

export function hasSelection({ editor }: CommandContext): boolean {
  const { nodes, wires } = editor.selection.state;
  return nodes.size > 0 || wires.length > 0;
}
