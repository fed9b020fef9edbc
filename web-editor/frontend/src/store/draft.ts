import { createStore, del, get, promisifyRequest } from 'idb-keyval';
import type { NodeId } from '../model/flow-entry';
import type { DocumentStore, HistoryEntry } from './document-store';
import type { SelectionStore } from './selection-store';
import type { ViewStore } from './view-store';

export interface Draft {
  readonly version: 1;
  readonly rev: string | undefined;
  readonly base: readonly unknown[];
  readonly current: readonly unknown[];
  readonly undo: readonly HistoryEntry[];
  readonly redo: readonly HistoryEntry[];
  readonly flow: NodeId;
  readonly nodes: readonly NodeId[];
  readonly at: number;
}

/** Whether something in it isn't deployed. */
export function hasEdits(draft: Draft): boolean {
  return JSON.stringify(draft.base) !== JSON.stringify(draft.current);
}

const KEEP_AFTER_MS = 250;
const store = createStore('weir-editor', 'drafts');

/** Writes and commits at once: a page that is being left doesn't live to commit later. */
function write(key: string, draft: Draft): Promise<void> {
  return store('readwrite', (drafts) => {
    drafts.put(draft, key);
    drafts.transaction.commit();
    return promisifyRequest(drafts.transaction);
  });
}

/** Keeps edits, history and selection on the device, so that a reload loses nothing. */
export class DraftKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    public key: string,
    private readonly documents: DocumentStore,
    private readonly selection: SelectionStore,
    private readonly view: ViewStore,
  ) {}

  read(): Promise<Draft | undefined> {
    return this.#readAt(this.key);
  }

  async #readAt(key: string): Promise<Draft | undefined> {
    try {
      const draft = await get<Draft>(key, store);
      return draft?.version === 1 ? draft : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Keeps what is edited under another key from now on. Says no, and keeps on as before, if there
   * are other edits under that key already.
   */
  async moveTo(key: string): Promise<boolean> {
    const other = await this.#readAt(key);
    if (other !== undefined && hasEdits(other)) return false;
    await this.forget();
    this.key = key;
    await this.keep();
    return true;
  }

  start(): void {
    this.documents.store.subscribe((now, before) => {
      if (now.document !== before.document || now.undo !== before.undo || now.rev !== before.rev) {
        this.#later();
      }
    });
    this.selection.store.subscribe((now, before) => {
      if (now.flow !== before.flow || now.nodes !== before.nodes) this.#later();
    });
    // A tab that is closed or put away may not come back; write what is there now.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.keep();
    });
  }

  #later(): void {
    this.#timer ??= setTimeout(() => void this.keep(), KEEP_AFTER_MS);
  }

  keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One after the other, or an older state could be the last to arrive.
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { document, base, rev, undo, redo, changed } = this.documents.state;
    const { flow, nodes } = this.selection.state;
    const draft: Draft = {
      version: 1,
      rev,
      base: base.list,
      current: document.list,
      undo,
      redo,
      flow,
      nodes: [...nodes],
      at: Date.now(),
    };
    try {
      await write(this.key, draft);
      this.view.set({
        kept: changed.size === 0 ? { state: 'unchanged' } : { state: 'kept', at: draft.at },
      });
    } catch {
      this.view.set({ kept: { state: 'failed' } });
    }
  }

  async forget(): Promise<void> {
    await del(this.key, store).catch(() => undefined);
  }
}
