import { describe, expect, it } from 'vitest';
import { messagePath, numberSeries, wireMessages } from './wire-messages';

const message = (number: number, payload: unknown) => ({
  number,
  at: number * 1000,
  id: `m${number}`,
  preview: String(payload),
  msg: JSON.stringify({ _msgid: `m${number}`, payload }),
  format: 'Object',
});

describe('wireMessages', () => {
  it('reads messages and what they carry', () => {
    const [first] = wireMessages({ messages: [message(7, 21.5)] });
    expect(first).toMatchObject({ number: 7, at: 7000, id: 'm7', preview: '21.5' });
    expect(first?.payload).toEqual({ kind: 'number', text: '21.5' });
  });

  it('reads those of which only a preview is kept', () => {
    const [large] = wireMessages({
      messages: [{ number: 1, at: 5, preview: 'abc…', tooLarge: true }],
    });
    expect(large).toEqual({
      number: 1,
      at: 5,
      id: undefined,
      preview: 'abc…',
      value: undefined,
      payload: undefined,
    });
  });

  it('finds none in anything else', () => {
    for (const answer of [undefined, null, {}, { messages: 1 }]) {
      expect(wireMessages(answer)).toEqual([]);
    }
  });
});

describe('numberSeries', () => {
  const seriesOf = (...payloads: unknown[]) =>
    numberSeries(wireMessages({ messages: payloads.map((p, i) => message(i, p)) }));

  it('sums up numbers, also those that came as texts', () => {
    expect(seriesOf(1, '3', 5)).toEqual({ values: [1, 3, 5], min: 1, max: 5, mean: 3 });
  });

  it('says nothing of other payloads, nor of a single number', () => {
    expect(seriesOf(1, 'on')).toBeUndefined();
    expect(seriesOf(1, '')).toBeUndefined();
    expect(seriesOf(1, { a: 1 })).toBeUndefined();
    expect(seriesOf(1)).toBeUndefined();
  });
});

it('reads the way of a message', () => {
  const path = messagePath({
    source: 's',
    over: true,
    hops: [
      { node: 'a', from: -1, port: 0, atMs: 0.04, tookMs: 1.2, end: 'passed' },
      { node: 'b', from: 0, port: 1, atMs: 1.3, tookMs: null, end: null },
      { node: 'c', from: 0, port: -1, atMs: 2, tookMs: 1, end: 'error', error: 'boom' },
    ],
  });
  expect(path).toEqual({
    source: 's',
    over: true,
    cut: false,
    hops: [
      { node: 'a', from: -1, port: 0, atMs: 0.04, tookMs: 1.2, end: 'passed', error: undefined },
      {
        node: 'b',
        from: 0,
        port: 1,
        atMs: 1.3,
        tookMs: undefined,
        end: undefined,
        error: undefined,
      },
      { node: 'c', from: 0, port: -1, atMs: 2, tookMs: 1, end: 'error', error: 'boom' },
    ],
  });
});
