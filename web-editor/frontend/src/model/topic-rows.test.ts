import { describe, expect, it } from 'vitest';
import { flatTopicRows, inOrder, isMeant, topicRows } from './topic-rows';

const carried = (topic: string, preview: string) => ({
  name: topic.slice(topic.lastIndexOf('/') + 1),
  topic,
  topics: 0,
  preview,
  bytes: preview.length,
  qos: 1,
  retained: true,
  client: 'esp',
  at: 5,
  count: 2,
});

describe('topicRows', () => {
  it('reads levels with and without a message', () => {
    const level = { name: 'home', topic: 'home', topics: 3 };
    expect(topicRows([level, carried('home/t', '21.5')])).toEqual([
      { ...level, last: undefined },
      {
        name: 't',
        topic: 'home/t',
        topics: 0,
        last: {
          preview: '21.5',
          bytes: 4,
          qos: 1,
          retained: true,
          client: 'esp',
          at: 5,
          count: 2,
        },
      },
    ]);
  });

  it('passes over what is none', () => {
    expect(topicRows(undefined)).toEqual([]);
    expect(topicRows([null, 1, { name: 'x' }])).toEqual([]);
  });

  it('finds those that carry messages at any depth', () => {
    const tree = [
      { name: 'a', topic: 'a', topics: 2, rows: [carried('a/b', '1'), carried('a/c', '')] },
      carried('d', '2'),
    ];
    expect(flatTopicRows(tree).map((row) => row.topic)).toEqual(['a/b', 'a/c', 'd']);
  });
});

it('orders by name, numbers by their value, and the broker’s own last', () => {
  const rows = topicRows(
    ['$SYS', 'room10', 'room2', 'Attic'].map((name) => ({ name, topic: name, topics: 0 })),
  );
  expect(inOrder(rows).map((row) => row.name)).toEqual(['Attic', 'room2', 'room10', '$SYS']);
});

describe('what was typed', () => {
  it('is a part of the topic', () => {
    expect(isMeant('home/Kitchen/temp', 'kitch')).toBe(true);
    expect(isMeant('home/Kitchen/temp', 'cellar')).toBe(false);
  });

  it('or a filter', () => {
    expect(isMeant('home/kitchen/temp', 'home/+/temp')).toBe(true);
    expect(isMeant('home/kitchen/temp', 'home/#')).toBe(true);
    expect(isMeant('home/kitchen/temp', '+/+')).toBe(false);
    expect(isMeant('home/kitchen', 'home/+/temp')).toBe(false);
    expect(isMeant('home', 'home/#')).toBe(true);
  });
});
