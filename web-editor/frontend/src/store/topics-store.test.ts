import { describe, expect, it } from 'vitest';
import { TopicsStore } from './topics-store';

const row = (topic: string, preview?: string) => ({
  name: topic.slice(topic.lastIndexOf('/') + 1),
  topic,
  topics: preview === undefined ? 1 : 0,
  ...(preview === undefined ? {} : { preview, at: 1 }),
});
const shown = (topics: TopicsStore, under: string) =>
  topics.state.branches.get(under)?.rows.map((r) => `${r.name}=${r.last?.preview ?? ''}`);

describe('TopicsStore', () => {
  it('takes changes into what it knows, and all anew where that is said', () => {
    const topics = new TopicsStore();
    topics.take('home', { whole: true, rows: [row('home/b', '1'), row('home/a', '2')] });
    topics.take('home', { whole: false, rows: [row('home/b', '3'), row('home/c')] });
    expect(shown(topics, 'home')).toEqual(['a=2', 'b=3', 'c=']);
    expect(topics.row('home/b')?.last?.preview).toBe('3');

    topics.take('home', { whole: true, cut: true, rows: [row('home/c', '4')] });
    expect(shown(topics, 'home')).toEqual(['c=4']);
    expect(topics.state.branches.get('home')?.cut).toBe(true);
    expect(topics.row('home/b')).toBeUndefined();
  });

  it('knows the first levels', () => {
    const topics = new TopicsStore();
    topics.take('', { whole: true, rows: [row('home')] });
    expect(topics.row('home')?.topics).toBe(1);
  });

  it('folds what is below with a branch', () => {
    const topics = new TopicsStore();
    for (const topic of ['a', 'a/b', 'ab']) topics.toggle(topic);
    topics.toggle('a');
    expect([...topics.state.unfolded]).toEqual(['ab']);
  });
});
