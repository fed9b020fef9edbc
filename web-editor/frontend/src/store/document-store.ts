import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MessageKey, MessageValues } from '../i18n/t';
import { inverseAll, squash, type Change } from '../model/change';
import { changedBetween } from '../model/changed-between';
import { FlowDocument } from '../model/flow-document';
import type { NodeId } from '../model/flow-entry';

/** What an edit is called in the history: a catalogue key and its values. */
export interface EditName {
  readonly key: MessageKey;
  readonly values?: MessageValues;
}

export interface HistoryEntry {
  readonly name: EditName;
  readonly changes: readonly Change[];
  readonly before: readonly NodeId[];
  readonly after: readonly NodeId[];
  /** Edits that follow each other with the same mark become one, such as typing in one field. */
  readonly visit?: string;
}

export interface DocumentState {
  readonly document: FlowDocument;
  /** What the engine has, as far as we know. */
  readonly base: FlowDocument;
  readonly rev: string | undefined;
  readonly undo: readonly HistoryEntry[];
  readonly redo: readonly HistoryEntry[];
  /** Entries that differ from what the engine has, removed ones included. */
  readonly changed: ReadonlySet<NodeId>;
}

export interface EditOptions {
  readonly visit?: string;
  readonly select?: readonly NodeId[];
}

/** Enough for days of editing; the oldest go first. About 10 MB with ordinary nodes. */
const MAX_HISTORY_CHANGES = 20_000;

export interface Selecting {
  current(): readonly NodeId[];
  select(ids: readonly NodeId[]): void;
}

/** The document, its history and what differs from the engine. The one place that edits go through. */
export class DocumentStore {
  readonly store: StoreApi<DocumentState> = createStore(() => ({
    document: FlowDocument.EMPTY,
    base: FlowDocument.EMPTY,
    rev: undefined,
    undo: [],
    redo: [],
    changed: new Set<NodeId>(),
  }));

  readonly #selecting: Selecting;

  constructor(selecting: Selecting) {
    this.#selecting = selecting;
  }

  get state(): DocumentState {
    return this.store.getState();
  }

  get document(): FlowDocument {
    return this.state.document;
  }

  edit(name: EditName, changes: readonly Change[], options: EditOptions = {}): void {
    if (changes.length === 0) return;
    const { document, base, undo } = this.state;
    const before = this.#selecting.current();
    const next = document.apply(changes);
    const last = undo.at(-1);
    const joins = options.visit !== undefined && last?.visit === options.visit;
    const entry: HistoryEntry = {
      name,
      changes: joins ? squash([...last.changes, ...changes]) : changes,
      before: joins ? last.before : before,
      after: options.select ?? before,
      ...(options.visit === undefined ? {} : { visit: options.visit }),
    };
    this.store.setState({
      document: next,
      undo: bounded([...(joins ? undo.slice(0, -1) : undo), entry]),
      redo: [],
      changed: changedBetween(base, next),
    });
    if (options.select !== undefined) this.#selecting.select(options.select);
  }

  undo(): HistoryEntry | undefined {
    const { document, base, undo, redo } = this.state;
    const entry = undo.at(-1);
    if (entry === undefined) return undefined;
    const next = document.apply(inverseAll(entry.changes));
    this.store.setState({
      document: next,
      undo: undo.slice(0, -1),
      redo: [...redo, entry],
      changed: changedBetween(base, next),
    });
    this.#selecting.select(entry.before);
    return entry;
  }

  redo(): HistoryEntry | undefined {
    const { document, base, undo, redo } = this.state;
    const entry = redo.at(-1);
    if (entry === undefined) return undefined;
    const next = document.apply(entry.changes);
    this.store.setState({
      document: next,
      // Without its mark, so that typing after a redo starts an entry of its own.
      undo: [...undo, withoutVisit(entry)],
      redo: redo.slice(0, -1),
      changed: changedBetween(base, next),
    });
    this.#selecting.select(entry.after);
    return entry;
  }

  /** Takes over what the engine has; the history of what was here is gone. */
  load(entries: readonly unknown[], rev: string | undefined): void {
    const document = FlowDocument.of(entries);
    this.store.setState({
      document,
      base: document,
      rev,
      undo: [],
      redo: [],
      changed: new Set(),
    });
  }

  /** Takes over a draft that was made on top of `base`. */
  restore(draft: {
    base: readonly unknown[];
    current: readonly unknown[];
    rev: string | undefined;
    undo: readonly HistoryEntry[];
    redo: readonly HistoryEntry[];
  }): void {
    const base = FlowDocument.of(draft.base);
    const document = FlowDocument.of(draft.current);
    this.store.setState({
      document,
      base,
      rev: draft.rev,
      undo: draft.undo,
      redo: draft.redo,
      changed: changedBetween(base, document),
    });
  }

  /** The engine has taken over a document; edits made since then still count as changes. */
  deployed(deployed: FlowDocument, rev: string | undefined): void {
    this.store.setState({
      base: deployed,
      rev,
      changed: changedBetween(deployed, this.document),
    });
  }

  /**
   * Goes on with what is edited here on flows that somebody else has deployed. The history stays as
   * far as it is about entries that they have not changed.
   *
   * @param document what is edited here and theirs together
   */
  rebase(theirs: FlowDocument, rev: string | undefined, document: FlowDocument): void {
    const { base, undo, redo } = this.state;
    const touched = changedBetween(base, theirs);
    const isStill = ({ changes }: HistoryEntry): boolean =>
      !changes.some((change) => touched.has(idOf(change)));
    this.store.setState({
      document,
      base: theirs,
      rev,
      undo: undo.filter(isStill),
      redo: redo.filter(isStill),
      changed: changedBetween(theirs, document),
    });
  }

  /** Ends the joining of edits, so that the next one has its own place in the history. */
  endVisit(): void {
    const { undo } = this.state;
    const last = undo.at(-1);
    if (last?.visit !== undefined) {
      this.store.setState({ undo: [...undo.slice(0, -1), withoutVisit(last)] });
    }
  }
}

function idOf(change: Change): NodeId {
  if (change.kind === 'reorder') return change.id;
  return change.kind === 'update' ? change.before.id : change.node.id;
}

function withoutVisit(entry: HistoryEntry): HistoryEntry {
  return { name: entry.name, changes: entry.changes, before: entry.before, after: entry.after };
}

function bounded(history: HistoryEntry[]): HistoryEntry[] {
  let changes = 0;
  for (let i = history.length - 1; i >= 0; i--) {
    changes += history[i]?.changes.length ?? 0;
    if (changes > MAX_HISTORY_CHANGES && i < history.length - 1) return history.slice(i + 1);
  }
  return history;
}
