import { describe, expect, it } from 'vitest';
import { decodeJson } from './debug-value';
import { changesOf, nodePreview } from './node-preview';

const sent = (message: unknown) => ({
  number: 0,
  at: 5,
  preview: '1',
  msg: JSON.stringify(message),
  format: 'Object',
});

describe('nodePreview', () => {
  it('has what each output would send, and what the node would say', () => {
    const found = nodePreview({
      over: true,
      outputs: [[sent({ payload: 1 }), sent({ payload: 2 })], []],
      log: [
        { level: 20, node: 'n', msg: 'no such thing (line 2)', format: 'string[22]' },
        { level: 30, node: 'n', msg: '3', format: 'number' },
      ],
    });

    expect(found.over).toBe(true);
    expect(found.outputs.map((messages) => messages.map((m) => m.payload))).toEqual([
      [
        { kind: 'number', text: '1' },
        { kind: 'number', text: '2' },
      ],
      [],
    ]);
    expect(found.log).toEqual([
      { isError: true, value: { kind: 'text', text: 'no such thing (line 2)', length: 22 } },
      { isError: false, value: { kind: 'number', text: '3' } },
    ]);
  });

  it('takes whatever it gets', () => {
    for (const answer of [null, undefined, 3, { outputs: 1, log: {} }, { outputs: [null] }]) {
      expect(nodePreview(answer).over).toBe(false);
    }
  });
});

describe('changesOf', () => {
  const changes = (before: unknown, after: unknown) =>
    changesOf(decodeJson(before), decodeJson(after)).map(({ key, value }) => [key, value?.kind]);

  it('names members that are new, other or gone', () => {
    expect(
      changes(
        { _msgid: 'a', topic: 't', payload: 1, old: true, parts: { index: 0 } },
        { _msgid: 'b', topic: 't', payload: '1', parts: { index: 1 }, fresh: null },
      ),
    ).toEqual([
      ['payload', 'text'],
      ['parts', 'object'],
      ['fresh', 'nothing'],
      ['old', undefined],
    ]);
  });

  it('finds none where a message goes on as it came', () => {
    expect(changes({ payload: [1, { a: 2 }] }, { _msgid: 'x', payload: [1, { a: 2 }] })).toEqual(
      [],
    );
  });
});
