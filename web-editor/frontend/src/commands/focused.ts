import type { FlowEntry } from '../model/flow-entry';
import type { CommandContext } from './command';

/** What a command for the selection is about: the focused node, or the first selected one. */
export function focused({ editor }: CommandContext): FlowEntry | undefined {
  const { focus, nodes } = editor.selection.state;
  const id = focus !== undefined && nodes.has(focus) ? focus : ([...nodes][0] ?? focus);
  return id === undefined ? undefined : editor.documents.document.get(id);
}

export function hasSelection({ editor }: CommandContext): boolean {
  const { nodes, wires } = editor.selection.state;
  return nodes.size > 0 || wires.length > 0;
}
