import { describe, expect, it } from 'vitest';
import { SelectionStore } from '../store/selection-store';
import { TopicsStore } from '../store/topics-store';
import { ViewStore } from '../store/view-store';
import { WiresStore } from '../store/wires-store';
import { TopicFeed } from './topic-feed';
import { WireWatch } from './wire-watch';

/** Comms that only remember what is wanted. */
class Wanted {
  readonly topics = new Set<string>();
  watch(topic: string): void {
    this.topics.add(topic);
  }
  unwatch(topic: string): void {
    this.topics.delete(topic);
  }
}

describe('WireWatch', () => {
  function start() {
    const comms = new Wanted();
    const selection = new SelectionStore();
    const view = new ViewStore(undefined, true);
    const wires = new WiresStore();
    const page = { isSeen: true };
    const watch = new WireWatch({ comms, selection, view, wires, isSeen: () => page.isSeen });
    watch.start();
    return { comms, selection, view, wires, page, watch };
  }

  it('asks for the flow that is shown, and for none that isn’t seen', () => {
    const { comms, selection, view, page, watch } = start();
    expect([...comms.topics]).toEqual([]);
    selection.openFlow('a');
    selection.openFlow('b');
    expect([...comms.topics]).toEqual(['weir/wires/b']);
    page.isSeen = false;
    watch.update();
    expect([...comms.topics]).toEqual([]);
    page.isSeen = true;
    watch.update();
    expect([...comms.topics]).toEqual(['weir/wires/b']);
    view.set({ liveWires: false });
    expect([...comms.topics]).toEqual([]);
  });

  it('forgets what another flow carried', () => {
    const { selection, wires, watch } = start();
    selection.openFlow('a');
    expect(watch.receive('weir/wires/a', [['n', 0, 1, 1, 'x', 0]])).toBe(true);
    expect(wires.of('n', 0)?.preview).toBe('x');
    selection.openFlow('b');
    expect(wires.of('n', 0)).toBeUndefined();
    // Too late.
    expect(watch.receive('weir/wires/a', [['n', 0, 2, 1, 'y', 0]])).toBe(true);
    expect(wires.of('n', 0)).toBeUndefined();
    expect(watch.receive('debug', {})).toBe(false);
  });
});

describe('TopicFeed', () => {
  it('asks for what is unfolded while the panel is open', () => {
    const comms = new Wanted();
    const topics = new TopicsStore();
    const view = new ViewStore(undefined, true);
    const feed = new TopicFeed({ comms, topics, view, isSeen: () => true });
    feed.start();
    expect([...comms.topics]).toEqual([]);
    view.set({ left: 'topics' });
    expect([...comms.topics]).toEqual(['weir/topics/']);
    topics.toggle('home/kitchen');
    expect([...comms.topics]).toEqual(['weir/topics/', 'weir/topics/home/kitchen/']);
    expect(feed.receive('weir/topics/home/kitchen/', { whole: true, rows: [] })).toBe(true);
    expect(topics.state.branches.get('home/kitchen')).toEqual({ rows: [], cut: false });
    topics.toggle('home/kitchen');
    expect([...comms.topics]).toEqual(['weir/topics/']);
    view.set({ left: 'add' });
    expect([...comms.topics]).toEqual([]);
    expect(feed.receive('weir/wires/x', {})).toBe(false);
  });
});
