import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Property, Rule } from './node-type';
import { checkProperty, checkRule } from './rules';

describe('a rule', () => {
  it.each<[Rule, unknown, string | undefined]>([
    [{ rule: 'required' }, '', 'required'],
    [{ rule: 'required' }, undefined, 'required'],
    [{ rule: 'required' }, 0, undefined],
    [{ rule: 'atLeast', min: 0 }, -1, 'atLeast'],
    [{ rule: 'atLeast', min: 0 }, '', undefined],
    [{ rule: 'atMost', max: 9 }, '10', 'atMost'],
    [{ rule: 'atMost', max: 9 }, '${MAX}', undefined],
    [{ rule: 'matches', pattern: '[a-z]+' }, 'abc', undefined],
    [{ rule: 'matches', pattern: '[a-z]+' }, 'abc1', 'matches'],
    [{ rule: 'topicFilter' }, 'home/+/temp', undefined],
    [{ rule: 'topicFilter' }, 'home/#', undefined],
    [{ rule: 'topicFilter' }, 'home/#/temp', 'topicFilter'],
    [{ rule: 'topicFilter' }, 'home/a+', 'topicFilter'],
    [{ rule: 'topicName' }, 'home/+', 'topicName'],
    [{ rule: 'json' }, '{"a":1}', undefined],
    [{ rule: 'json' }, '{a:1}', 'json'],
    [{ rule: 'path' }, 'payload.', 'path'],
  ])('%j with %j is broken by: %s', (rule, value, broken) => {
    expect(checkRule(rule, value)?.rule).toBe(broken);
  });

  // The engine's suite runs the same table; it is there once the engine's tests are.
  const shared = resolve('../../engine/src/test/resources/rules.json');
  it.runIf(existsSync(shared))('agrees with the engine on the shared table', () => {
    const table = JSON.parse(readFileSync(shared, 'utf8')) as unknown;
    const cases = (Array.isArray(table) ? table : (table as { cases: unknown }).cases) as {
      rule: Rule;
      value: unknown;
      ok: boolean;
    }[];
    const disagree = cases.filter((c) => (checkRule(c.rule, c.value) === undefined) !== c.ok);
    expect(disagree).toEqual([]);
  });
});

describe('a property', () => {
  const typed: Property = { key: 'v', kind: 'typed', typeKey: 'vt', types: ['num', 'json', 'msg'] };

  it.each([
    ['num', '1e3', true],
    ['num', 'abc', false],
    ['json', '[1]', true],
    ['json', '[1', false],
    ['msg', 'payload[0]', true],
    ['msg', 'payload[', false],
  ])('of type %s with %s: fine is %s', (vt, v, fine) => {
    expect(checkProperty(typed, { v, vt }, [typed]).length === 0).toBe(fine);
  });

  it('that is hidden is not looked at', () => {
    const hidden: Property = {
      key: 'topic',
      kind: 'topic',
      rules: [{ rule: 'required' }],
      shownWhen: [{ key: 'inputs', notIn: [1] }],
    };
    expect(checkProperty(hidden, { inputs: 1, topic: '' }, [hidden])).toEqual([]);
    expect(checkProperty(hidden, { inputs: 0, topic: '' }, [hidden])).toHaveLength(1);
  });

  it('of kind list names the row and the key', () => {
    const list: Property = {
      key: 'rules',
      kind: 'list',
      item: [{ key: 'p', kind: 'path', rules: [{ rule: 'required' }] }],
    };
    const found = checkProperty(list, { rules: [{ p: 'payload' }, { p: '' }] }, [list]);
    expect(found.map((f) => f.path)).toEqual(['rules[1].p']);
  });
});
