import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeId } from '../model/flow-entry';

export type LeftPanel = 'add' | 'flows' | 'config';
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
  readonly cameras: Readonly<Record<NodeId, Camera>>;
  /** What is open over the page. */
  readonly open: Overlay | undefined;
  readonly announcement: { readonly text: string; readonly urgent: boolean };
  /** A node to show: the canvas flashes it. */
  readonly flash: { readonly id: NodeId; readonly at: number } | undefined;
  readonly kept: Kept;
}

export type Kept =
  | { readonly state: 'unchanged' }
  | { readonly state: 'kept'; readonly at: number }
  | { readonly state: 'failed' };

/** Where quick-add puts the node: a place on the flow, maybe wired to a port. */
export interface QuickAddAt {
  readonly x: number;
  readonly y: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly from?: { readonly node: NodeId; readonly port: number; readonly output: boolean };
  readonly onWire?: { readonly source: NodeId; readonly port: number; readonly target: NodeId };
}

export type Overlay =
  | { readonly kind: 'run' }
  | { readonly kind: 'quick-add'; readonly at: QuickAddAt }
  | { readonly kind: 'keys' }
  | { readonly kind: 'problems' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'deploy-again' };

const KEY = 'weir.view';

type Stored = Pick<
  ViewState,
  'left' | 'leftWidth' | 'rightOpen' | 'rightWidth' | 'theme' | 'cameras'
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
      cameras: {},
      open: undefined,
      announcement: { text: '', urgent: false },
      flash: undefined,
      kept: { state: 'unchanged' },
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
    const { left, leftWidth, rightOpen, rightWidth, theme, cameras } = this.state;
    try {
      this.#storage?.setItem(
        KEY,
        JSON.stringify({ left: left ?? null, leftWidth, rightOpen, rightWidth, theme, cameras }),
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
  'cameras',
];
