import { describe, expect, it } from 'vitest';
import { preview } from './debug-value';
import {
  fieldsOf,
  outputsOf,
  testResults,
  testValue,
  timesMade,
  type MessageTest,
} from './message-test';

const NOW = Date.parse('2026-01-02T12:00:00Z');

function testOf(part: Partial<MessageTest>): MessageTest {
  return { id: '1', name: 'Fan', flow: 't', inputs: [], outputs: {}, ...part };
}

describe('a test made of messages', () => {
  it('looks at outputs of nodes, also inside of subflows', () => {
    const test = testOf({ outputs: { hot: { 0: [{ payload: 1 }], 1: [] }, 'sub/in': { 0: [] } } });
    expect(
      outputsOf(test).map(({ node, port, messages }) => [node, port, messages.length]),
    ).toEqual([
      ['hot', 0, 1],
      ['hot', 1, 0],
      ['sub/in', 0, 0],
    ]);
  });

  it('has the fields of what comes out, each once, but for what the engine writes', () => {
    const test = testOf({
      outputs: {
        hot: {
          0: [
            { _msgid: 'x', payload: { rows: [{ t: 1 }, 2], 'a b': null, none: [] }, 'top ic': 'x' },
            { payload: { rows: [{ t: 3 }] }, extra: true },
          ],
        },
      },
    });
    expect(fieldsOf(test, 100)).toEqual([
      { path: 'payload.rows[0].t', value: 1 },
      { path: 'payload.rows[1]', value: 2 },
      { path: 'payload["a b"]', value: null },
      { path: 'payload.none', value: [] },
      { path: '"top ic"', value: 'x' },
      { path: 'extra', value: true },
    ]);
    expect(fieldsOf(test, 2)).toHaveLength(2);
  });

  it('tells times that the flow has made from those that came in', () => {
    const made = new Date(NOW).toISOString();
    const test = testOf({
      inputs: [{ to: 'hot', message: { payload: { at: NOW - 5 } } }],
      outputs: {
        hot: {
          0: [{ payload: { at: NOW - 5, until: NOW + 1000, made, n: 31.5, old: 12, day: '2019' } }],
        },
      },
    });
    expect(timesMade(test, NOW)).toEqual(['payload.until', 'payload.made']);
  });

  it('shows bytes as bytes', () => {
    const value = testValue({ payload: { type: 'Buffer', data: [1, 255] } });
    expect(value.kind === 'object' ? value.entries[0]?.[1] : undefined).toEqual({
      kind: 'bytes',
      hex: '01ff',
      length: 2,
    });
  });
});

it('reads how tests went', () => {
  const [failed, stopped] = testResults({
    ok: false,
    results: [
      {
        id: '1',
        name: 'Fan',
        ok: false,
        ran: true,
        outputs: [
          {
            node: 'hot',
            port: 1,
            further: 3,
            differences: [
              { message: 1, path: 'payload', expected: 'ON', actual: null },
              { message: 2, path: '', actual: { payload: 'ON' } },
            ],
          },
        ],
        log: [{ level: 20, node: 'f', msg: 'boom', format: 'string[4]' }],
      },
      { id: '2', name: 'Gone', ok: false, ran: false, problem: 'flow gone is not there' },
    ],
  });
  const output = failed?.outputs[0];
  expect(output).toMatchObject({ node: 'hot', port: 1, further: 3 });
  expect(
    output?.differences.map(({ message, path, expected, actual }) => [
      message,
      path,
      expected === undefined ? undefined : preview(expected),
      actual === undefined ? undefined : preview(actual),
    ]),
  ).toEqual([
    [1, 'payload', '"ON"', 'null'],
    [2, '', undefined, '{payload: "ON"}'],
  ]);
  expect(failed?.log).toEqual([
    { isError: true, value: { kind: 'text', text: 'boom', length: 4 } },
  ]);
  expect(stopped).toMatchObject({ ran: false, problem: 'flow gone is not there', outputs: [] });
});
