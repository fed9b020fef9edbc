import { expect, it } from 'vitest';
import { LiveStore, MAX_ROWS } from './live-store';

const message = (n: number) => ({
  id: 'd',
  name: 'debug',
  property: 'payload',
  msg: String(n),
  format: 'number',
});

it('equal messages that follow each other fold to one row', () => {
  const live = new LiveStore((run) => run());
  for (const n of [1, 1, 1, 2]) live.debug(message(n));
  expect(live.store.getState().rows.map((r) => [r.text, r.times])).toEqual([
    ['1', 3],
    ['2', 1],
  ]);
});

it('the oldest rows go when there are too many, and it is counted', () => {
  const live = new LiveStore((run) => run());
  for (let n = 0; n < MAX_ROWS + 5; n++) live.debug(message(n));
  const { rows, dropped } = live.store.getState();
  expect(rows).toHaveLength(MAX_ROWS);
  expect(rows[0]?.text).toBe('5');
  expect(dropped).toBe(5);
});

it('a pause collects, and going on shows what was collected', () => {
  const live = new LiveStore((run) => run());
  live.pause(true);
  live.debug(message(1));
  expect(live.store.getState()).toMatchObject({ rows: [], waiting: 1 });
  live.pause(false);
  expect(live.store.getState().rows).toHaveLength(1);
});

it('errors of the engine come with their level and time', () => {
  const live = new LiveStore((run) => run());
  live.debug({
    level: 20,
    id: 'f',
    type: 'function',
    name: '',
    msg: 'no',
    format: 'string[2]',
    timestamp: 5,
  });
  expect(live.store.getState().rows[0]).toMatchObject({ level: 'error', at: 5, name: 'function' });
});
