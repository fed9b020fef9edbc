import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FlowDocument } from '../model/flow-document';
import type { NodeId } from '../model/flow-entry';
import type { Clash } from '../model/merge';
import type { Problem } from '../model/problems';

export interface NodeStatus {
  readonly text: string;
  readonly fill: string;
  readonly shape: 'ring' | 'dot';
}

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  | { readonly state: 'lost'; readonly since: number; readonly retryAt: number | undefined }
  /** The engine hears only who is logged in. */
  | { readonly state: 'refused' };

export interface RuntimeNotice {
  readonly state?: string;
  readonly error?: string;
  readonly type?: string;
  readonly text?: string;
  /** The node that it is about, if it is about one. */
  readonly id?: string;
  readonly types?: readonly string[];
  readonly modules?: readonly unknown[];
}

export type DeployState =
  | { readonly state: 'idle' }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly at: number }
  | { readonly state: 'failed'; readonly text: string };

/** Flows that somebody else has deployed, and what of them clashes with what is edited here. */
export interface Conflict {
  readonly theirs: FlowDocument;
  readonly rev: string | undefined;
  readonly clashes: readonly Clash[];
}

export interface RuntimeState {
  readonly statuses: ReadonlyMap<NodeId, NodeStatus>;
  readonly connection: Connection;
  /** Time of the page's slow clock, for texts that say how long ago something was. */
  readonly now: number;
  readonly notice: RuntimeNotice;
  readonly deploy: DeployState;
  /** Someone else deployed, and the user has to decide about it before the next deploy. */
  readonly conflict: Conflict | undefined;
  /** Problems that the engine reported for the last deploy. */
  readonly reported: readonly Problem[];
  /** Other notices by topic, such as a restart that is needed. */
  readonly notices: ReadonlyMap<string, RuntimeNotice>;
}

/** What the engine tells: statuses, its state, how a deploy went, and whether we hear it at all. */
export class RuntimeStore {
  readonly store: StoreApi<RuntimeState> = createStore(() => ({
    statuses: new Map<NodeId, NodeStatus>(),
    connection: { state: 'connecting' as const },
    now: Date.now(),
    notice: {},
    deploy: { state: 'idle' as const },
    conflict: undefined,
    reported: [],
    notices: new Map<string, RuntimeNotice>(),
  }));

  get state(): RuntimeState {
    return this.store.getState();
  }

  set(part: Partial<RuntimeState>): void {
    this.store.setState(part);
  }

  /** Statuses come in bursts; one call for a burst keeps drawing to once per frame. */
  setStatuses(updates: ReadonlyMap<NodeId, NodeStatus | undefined>): void {
    const statuses = new Map(this.state.statuses);
    for (const [id, status] of updates) {
      if (status === undefined) statuses.delete(id);
      else statuses.set(id, status);
    }
    this.store.setState({ statuses });
  }

  clearStatuses(): void {
    this.store.setState({ statuses: new Map() });
  }

  setNotice(topic: string, notice: RuntimeNotice | undefined): void {
    const notices = new Map(this.state.notices);
    if (notice === undefined) notices.delete(topic);
    else notices.set(topic, notice);
    this.store.setState({ notices });
  }
}

const MAX_STATUS_CHARS = 40;

/** A status as it comes over comms; undefined when it clears the status. */
export function parseStatus(data: unknown): NodeStatus | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { text, fill, shape } = data as Record<string, unknown>;
  const words = typeof text === 'string' || typeof text === 'number' ? String(text) : '';
  if (words === '' && typeof fill !== 'string') return undefined;
  // Texts may be catalogue keys of the form `node-red:common.status.connected`.
  const plain = /^[\w-]*:?common\.status\.(.+)$/.exec(words)?.[1] ?? words;
  return {
    text: plain.length > MAX_STATUS_CHARS ? `${plain.slice(0, MAX_STATUS_CHARS - 1)}…` : plain,
    fill: typeof fill === 'string' ? fill : 'grey',
    shape: shape === 'ring' ? 'ring' : 'dot',
  };
}
