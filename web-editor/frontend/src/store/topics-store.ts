import { createStore, type StoreApi } from 'zustand/vanilla';
import { inOrder, topicRows, type TopicRow } from '../model/topic-rows';

export interface TopicBranch {
  readonly rows: readonly TopicRow[];
  /** Whether there are more topics than the engine keeps. */
  readonly cut: boolean;
}

export interface TopicsState {
  /** What is known below each topic that is unfolded; the empty one stands for the first levels. */
  readonly branches: ReadonlyMap<string, TopicBranch>;
  readonly unfolded: ReadonlySet<string>;
  readonly selected: string | undefined;
}

/** The topics of the built-in broker, as far as one has unfolded them. */
export class TopicsStore {
  readonly store: StoreApi<TopicsState> = createStore(() => ({
    branches: new Map<string, TopicBranch>(),
    unfolded: new Set<string>(),
    selected: undefined,
  }));

  get state(): TopicsState {
    return this.store.getState();
  }

  select(topic: string | undefined): void {
    this.store.setState({ selected: topic });
  }

  toggle(topic: string): void {
    const unfolded = new Set(this.state.unfolded);
    if (unfolded.delete(topic)) {
      // What is below is folded with it, or it would go on being asked for.
      for (const other of [...unfolded]) if (other.startsWith(`${topic}/`)) unfolded.delete(other);
    } else {
      unfolded.add(topic);
    }
    this.store.setState({ unfolded });
  }

  /** Takes what the engine says is below a topic: all of it, or what has changed. */
  take(under: string, data: unknown): void {
    const frame = (data ?? {}) as { whole?: unknown; cut?: unknown; rows?: unknown };
    const byTopic = new Map<string, TopicRow>();
    if (frame.whole !== true) {
      for (const row of this.state.branches.get(under)?.rows ?? []) byTopic.set(row.topic, row);
    }
    for (const row of topicRows(frame.rows)) byTopic.set(row.topic, row);
    const branches = new Map(this.state.branches);
    branches.set(under, { rows: inOrder(byTopic.values()), cut: frame.cut === true });
    this.store.setState({ branches });
  }

  /** The row of a topic, if it is known. */
  row(topic: string): TopicRow | undefined {
    const under = topic.includes('/') ? topic.slice(0, topic.lastIndexOf('/')) : '';
    return this.state.branches.get(under)?.rows.find((row) => row.topic === topic);
  }
}
