import { createStore, type StoreApi } from 'zustand/vanilla';
import { decodeDebug, preview, type DebugValue } from '../model/debug-value';
import type { NodeId } from '../model/flow-entry';

export interface LiveRow {
  readonly key: number;
  readonly at: number;
  readonly level: 'message' | 'warning' | 'error' | 'connection';
  readonly nodeId: NodeId | undefined;
  /** Name that came along; the document may know a newer one. */
  readonly name: string;
  readonly flow: NodeId | undefined;
  readonly topic: string;
  readonly property: string | undefined;
  readonly value: DebugValue;
  readonly text: string;
  /** How many equal rows in a row this one stands for. */
  readonly times: number;
}

export interface LiveState {
  readonly rows: readonly LiveRow[];
  readonly paused: boolean;
  readonly waiting: number;
  readonly dropped: number;
}

/** What the panel keeps; older rows go, and it says so. */
export const MAX_ROWS = 2000;

/** Debug messages and runtime errors, newest last. Arrivals are gathered for one update per frame. */
export class LiveStore {
  readonly store: StoreApi<LiveState> = createStore(() => ({
    rows: [],
    paused: false,
    waiting: 0,
    dropped: 0,
  }));

  #key = 0;
  #arrived: LiveRow[] = [];
  #scheduled = false;
  readonly #schedule: (run: () => void) => void;

  constructor(schedule: (run: () => void) => void) {
    this.#schedule = schedule;
  }

  debug(data: unknown): void {
    if (typeof data !== 'object' || data === null) return;
    const d = data as Record<string, unknown>;
    const text = (key: string): string => (typeof d[key] === 'string' ? d[key] : '');
    const level = Number(d['level']);
    const value = decodeDebug(text('format'), d['msg']);
    this.#arrive({
      at: typeof d['timestamp'] === 'number' ? d['timestamp'] : Date.now(),
      level: level === 20 ? 'error' : level === 30 ? 'warning' : 'message',
      // Inside a subflow the id is the instance's; the drawn node is its alias.
      nodeId: text('_alias') || text('id') || undefined,
      name: text('name') || text('type'),
      flow: text('z') || undefined,
      topic: text('topic'),
      property: typeof d['property'] === 'string' ? d['property'] : undefined,
      value,
      text: preview(value),
    });
  }

  /** A line in the list which says that the connection was lost or came back. */
  connection(text: string): void {
    this.#arrive({
      at: Date.now(),
      level: 'connection',
      nodeId: undefined,
      name: '',
      flow: undefined,
      topic: '',
      property: undefined,
      value: { kind: 'other', text },
      text,
    });
  }

  pause(paused: boolean): void {
    this.store.setState({ paused });
    if (!paused) this.#flush();
  }

  clear(): void {
    this.#arrived = [];
    this.store.setState({ rows: [], waiting: 0, dropped: 0 });
  }

  #arrive(row: Omit<LiveRow, 'key' | 'times'>): void {
    this.#arrived.push({ ...row, key: this.#key++, times: 1 });
    // Paused or not, no more is kept than could be shown.
    if (this.#arrived.length > MAX_ROWS) this.#arrived.shift();
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      if (this.store.getState().paused) this.store.setState({ waiting: this.#arrived.length });
      else this.#flush();
    });
  }

  #flush(): void {
    const { rows, dropped } = this.store.getState();
    const all = [...rows];
    for (const row of this.#arrived) {
      const last = all.at(-1);
      if (last !== undefined && isRepeat(last, row)) {
        all[all.length - 1] = { ...last, at: row.at, times: last.times + 1 };
      } else {
        all.push(row);
      }
    }
    this.#arrived = [];
    const over = Math.max(0, all.length - MAX_ROWS);
    this.store.setState({ rows: all.slice(over), waiting: 0, dropped: dropped + over });
  }
}

function isRepeat(a: LiveRow, b: LiveRow): boolean {
  return (
    a.nodeId === b.nodeId &&
    a.level === b.level &&
    a.topic === b.topic &&
    a.text === b.text &&
    a.value.kind === b.value.kind &&
    a.value.kind !== 'object' &&
    a.value.kind !== 'list'
  );
}
