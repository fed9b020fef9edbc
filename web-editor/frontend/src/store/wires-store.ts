import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeId } from '../model/flow-entry';

/** What an output has sent, as the engine last told. */
export interface WireReading {
  /** Messages since the flow was started. */
  readonly count: number;
  /** Messages per second over the ten seconds before the latest one. */
  readonly rate: number;
  /** The latest payload on one short line. */
  readonly preview: string;
  /** When the latest one was sent, by this device's clock. */
  readonly at: number;
}

export interface WiresState {
  readonly readings: ReadonlyMap<string, WireReading>;
}

/** Told of outputs that have sent something just now, and how many messages. */
export type SentListener = (sent: ReadonlyMap<string, number>) => void;

export function outputKey(node: NodeId, port: number): string {
  return `${node}:${port}`;
}

/** What flows on the wires of the flow that is shown. */
export class WiresStore {
  readonly store: StoreApi<WiresState> = createStore(() => ({
    readings: new Map<string, WireReading>(),
  }));
  readonly #listeners = new Set<SentListener>();

  of(node: NodeId, port: number): WireReading | undefined {
    return this.store.getState().readings.get(outputKey(node, port));
  }

  /** Hears of messages as they are sent. Answers how to stop. */
  onSent(listener: SentListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.store.setState({ readings: new Map() });
  }

  /** Takes a frame of the engine: rows of source, output, count, rate, preview and age. */
  take(rows: unknown, now: number): void {
    if (!Array.isArray(rows)) return;
    const readings = new Map(this.store.getState().readings);
    const sent = new Map<string, number>();
    for (const row of rows as readonly unknown[]) {
      if (!Array.isArray(row)) continue;
      const [source, port, count, rate, preview, age] = row as readonly unknown[];
      if (typeof source !== 'string' || typeof port !== 'number' || typeof count !== 'number') {
        continue;
      }
      const key = outputKey(source, port);
      const before = readings.get(key);
      readings.set(key, {
        count,
        // A single message says nothing of how often they come.
        rate: typeof rate === 'number' && rate > 0 ? rate : (before?.rate ?? 0),
        preview: typeof preview === 'string' ? preview : '',
        at: now - (typeof age === 'number' ? age : 0),
      });
      // The first frame tells what was there before the page looked.
      if (before !== undefined && count > before.count) sent.set(key, count - before.count);
    }
    this.store.setState({ readings });
    if (sent.size > 0) for (const listener of this.#listeners) listener(sent);
  }
}
