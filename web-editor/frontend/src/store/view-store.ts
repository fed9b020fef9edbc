import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WireEnd } from '../model/flow-document';
import type { NodeId } from '../model/flow-entry';
import type { SharedDraft } from '../model/shared-draft';
import type { MessagePath } from '../model/wire-messages';

export type LeftPanel = 'add' | 'flows' | 'topics' | 'tests' | 'config';
export type RightTab = 'edit' | 'live' | 'help';
export type Theme = 'system' | 'light' | 'dark';

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface ViewState {
  readonly left: LeftPanel | undefined;
  readonly leftWidth: number;
  readonly right: RightTab;
  readonly rightOpen: boolean;
  readonly rightWidth: number;
  readonly theme: Theme;
  /** Whether wires show what they carry. */
  readonly liveWires: boolean;
  /** Whether a deploy waits for the tests made of messages, and is not done if one fails. */
  readonly testsFirst: boolean;
  readonly cameras: Readonly<Record<NodeId, Camera>>;
  /** The output whose messages Live shows, in the place of those of debug nodes. */
  /** What is looked for in the flows; empty for nothing. */
  readonly find: string;
  readonly inspected: WireEnd | undefined;
  /** The way of a message that is shown. */
  readonly path: ShownPath | undefined;
  /** What is open over the page. */
  readonly open: Overlay | undefined;
  readonly announcement: { readonly text: string; readonly urgent: boolean };
  /** A node to show: the canvas flashes it. */
  readonly flash: { readonly id: NodeId; readonly at: number } | undefined;
  readonly kept: Kept;
  /** Whether the engine has what is edited, too. */
  readonly shared: boolean;
  /** What was edited at another device, and awaits that the user decides about it. */
  readonly offered: OfferedDraft | undefined;
}

/** The way of a message, or why it can't be shown. */
export type ShownPath =
  { readonly id: string; readonly path: MessagePath } | { readonly fault: string };

export type Kept =
  | { readonly state: 'unchanged' }
  | { readonly state: 'kept'; readonly at: number }
  | { readonly state: 'failed' };

export interface OfferedDraft {
  readonly draft: SharedDraft;
  readonly tag: string;
}

/** Where quick-add puts the node: a place on the flow, maybe wired to a port. */
export interface QuickAddAt {
  readonly x: number;
  readonly y: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly from?: { readonly node: NodeId; readonly port: number; readonly output: boolean };
  readonly onWire?: { readonly source: NodeId; readonly port: number; readonly target: NodeId };
  /** The group to stand in, null for none; if absent, that of what it is added to. */
  readonly group?: NodeId | null;
}

/** What a test is to be recorded of: a group, or what becomes of a message that an output has sent. */
export interface RecordFrom {
  readonly group?: NodeId;
  readonly message?: { readonly output: WireEnd; readonly number: number };
}

export type Overlay =
  | { readonly kind: 'run' }
  | { readonly kind: 'quick-add'; readonly at: QuickAddAt }
  | { readonly kind: 'keys' }
  | { readonly kind: 'problems' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'changes' }
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'history' }
  | { readonly kind: 'deploy-again' }
  /** With a text that has come already, from a file or the clipboard. */
  | { readonly kind: 'import'; readonly text?: string }
  | { readonly kind: 'export' }
  /** Of what is selected, if nothing else is said. */
  | { readonly kind: 'record'; readonly from: RecordFrom }
  /** A test that is kept, or else the one that was just recorded. */
  | { readonly kind: 'test'; readonly id: string | undefined };

const KEY = 'weir.view';

type Stored = Pick<
  ViewState,
  | 'left'
  | 'leftWidth'
  | 'rightOpen'
  | 'rightWidth'
  | 'theme'
  | 'liveWires'
  | 'testsFirst'
  | 'cameras'
>;

/** How this device shows things: panels, theme, cameras. Remembered on the device. */
export class ViewStore {
  readonly store: StoreApi<ViewState>;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined, wide: boolean) {
    this.#storage = storage;
    this.store = createStore<ViewState>(() => ({
      left: wide ? 'add' : undefined,
      leftWidth: 260,
      right: 'edit',
      rightOpen: wide,
      rightWidth: 340,
      theme: 'system',
      liveWires: true,
      testsFirst: false,
      cameras: {},
      find: '',
      inspected: undefined,
      path: undefined,
      open: undefined,
      announcement: { text: '', urgent: false },
      flash: undefined,
      kept: { state: 'unchanged' },
      shared: false,
      offered: undefined,
      ...this.#read(),
    }));
  }

  get state(): ViewState {
    return this.store.getState();
  }

  set(part: Partial<ViewState>): void {
    this.store.setState(part);
    if (STORED.some((key) => key in part)) this.#write();
  }

  announce(text: string, urgent = false): void {
    this.store.setState({ announcement: { text, urgent } });
  }

  #read(): Partial<Stored> {
    try {
      const text = this.#storage?.getItem(KEY) ?? null;
      return text === null ? {} : (JSON.parse(text) as Partial<Stored>);
    } catch {
      return {};
    }
  }

  #write(): void {
    const { left, leftWidth, rightOpen, rightWidth, theme, liveWires, testsFirst, cameras } =
      this.state;
    try {
      this.#storage?.setItem(
        KEY,
        JSON.stringify({
          left: left ?? null,
          leftWidth,
          rightOpen,
          rightWidth,
          theme,
          liveWires,
          testsFirst,
          cameras,
        }),
      );
    } catch {
      // A full or forbidden storage only means that the view starts fresh next time.
    }
  }
}

const STORED: readonly (keyof Stored)[] = [
  'left',
  'leftWidth',
  'rightOpen',
  'rightWidth',
  'theme',
  'liveWires',
  'testsFirst',
  'cameras',
];
