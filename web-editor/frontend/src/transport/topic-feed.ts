import type { TopicsStore } from '../store/topics-store';
import type { ViewStore } from '../store/view-store';
import type { Comms } from './comms';

const TOPIC = 'weir/topics/';

export interface TopicFeedParts {
  readonly comms: Pick<Comms, 'watch' | 'unwatch'>;
  readonly topics: TopicsStore;
  readonly view: ViewStore;
  /** Whether the page can be seen. */
  readonly isSeen: () => boolean;
}

/** Asks the engine for those branches of the topics that are unfolded, as long as they are seen. */
export class TopicFeed {
  readonly #watched = new Set<string>();

  constructor(private readonly parts: TopicFeedParts) {}

  start(): void {
    this.parts.topics.store.subscribe((now, before) => {
      if (now.unfolded !== before.unfolded) this.update();
    });
    this.parts.view.store.subscribe((now, before) => {
      if (now.left !== before.left) this.update();
    });
    this.update();
  }

  /** Looks again at what is to be watched. */
  update(): void {
    const { comms, topics, view, isSeen } = this.parts;
    const isOpen = view.state.left === 'topics' && isSeen();
    const wanted = new Set(isOpen ? ['', ...topics.state.unfolded].map(topicOf) : []);
    for (const topic of [...this.#watched]) {
      if (wanted.has(topic)) continue;
      this.#watched.delete(topic);
      comms.unwatch(topic);
    }
    for (const topic of wanted) {
      if (this.#watched.has(topic)) continue;
      this.#watched.add(topic);
      comms.watch(topic);
    }
  }

  /** Takes what came over comms; answers whether it was for here. */
  receive(topic: string, data: unknown): boolean {
    if (!topic.startsWith(TOPIC)) return false;
    if (this.#watched.has(topic)) {
      this.parts.topics.take(topic.slice(TOPIC.length).replace(/\/$/, ''), data);
    }
    return true;
  }
}

function topicOf(under: string): string {
  return under === '' ? TOPIC : `${TOPIC}${under}/`;
}
