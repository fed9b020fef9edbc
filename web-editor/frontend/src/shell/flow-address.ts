import { classOf, flowOf } from '../model/flow-entry';
import type { Parts } from '../ui/editor-context';

/** The part of the page's address after the `#`, without it. */
export interface AddressHash {
  read(): string;
  write(hash: string): void;
}

/**
 * Keeps the flow that is seen in the address of the page, so that it can be linked to and is there
 * after a reload, and goes where an address leads. As in Node-RED: `#flow/ID`, `#node/ID`.
 */
export class FlowAddress {
  constructor(
    private readonly parts: Pick<Parts, 'editor' | 'core'>,
    private readonly hash: AddressHash,
  ) {}

  start(): void {
    const { selection } = this.parts.editor;
    this.follow();
    this.#write();
    selection.store.subscribe((now, before) => {
      if (now.flow !== before.flow) this.#write();
    });
  }

  /** Goes where the address leads, if there is such a place. */
  follow(): void {
    const { editor, core } = this.parts;
    const [kind, id = ''] = this.hash.read().split('/').map(decoded);
    const entry = editor.documents.document.get(id);
    if (entry === undefined) return;
    if (kind === 'flow' && ['tab', 'subflow'].includes(classOf(entry))) {
      editor.selection.openFlow(id);
    } else if (kind === 'node' && classOf(entry) === 'node') {
      if (editor.documents.document.has(flowOf(entry))) core.show(entry);
    }
  }

  #write(): void {
    const { flow } = this.parts.editor.selection.state;
    this.hash.write(flow === '' ? '' : `flow/${encodeURIComponent(flow)}`);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
