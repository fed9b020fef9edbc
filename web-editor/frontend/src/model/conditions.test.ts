import { describe, expect, it } from 'vitest';
import { isShown, typeIn, valueIn } from './conditions';
import type { Property, PropertyOf } from './node-type';

describe('a field that depends on shared settings', () => {
  const expiry: Property = {
    key: 'expiry',
    kind: 'number',
    shownWhen: [{ key: 'broker', of: 'protocolVersion', in: ['5'] }],
  };
  const brokers: Record<string, Record<string, unknown>> = {
    new: { protocolVersion: '5' },
    number: { protocolVersion: 5 },
    old: { protocolVersion: '4' },
    older: {},
  };
  const entryOf = (id: string): Record<string, unknown> | undefined => brokers[id];

  it.each([
    ['new', true],
    ['number', true],
    ['old', false],
    ['older', false],
    // Nobody knows yet which settings these will be.
    ['', true],
  ])('of a broker %s is shown: %s', (broker, shown) => {
    expect(isShown(expiry, { broker }, [expiry], entryOf)).toBe(shown);
  });

  it('is shown where nothing can be looked up', () => {
    expect(isShown(expiry, { broker: 'old' }, [expiry])).toBe(true);
  });
});

describe('a node of an older file', () => {
  const format: Property = {
    key: 'format',
    kind: 'choice',
    options: [
      { value: 'utf8', label: 'text' },
      { value: '', label: 'Buffer' },
    ],
    default: 'utf8',
    ifAbsent: '',
  };
  const encoding: Property = {
    key: 'encoding',
    kind: 'text',
    shownWhen: [{ key: 'format', in: ['utf8'] }],
  };

  it('has what the absence of a key means, not what a new node has', () => {
    expect(valueIn(format, {})).toBe('');
    expect(valueIn(format, { format: 'utf8' })).toBe('utf8');
  });

  it('shows the fields that go with that', () => {
    expect(isShown(encoding, {}, [format, encoding])).toBe(false);
    expect(isShown(encoding, { format: 'utf8' }, [format, encoding])).toBe(true);
  });

  it('may mean by an absent key what another has', () => {
    const target: Property = {
      key: 'target',
      kind: 'path',
      default: 'payload',
      ifAbsent: { property: 'source' },
    };
    expect(valueIn(target, { source: 'a.b' })).toBe('a.b');
    expect(valueIn(target, { source: 'a.b', target: 'c' })).toBe('c');
    expect(valueIn(target, {})).toBe('payload');
  });

  it('may have other values than the form writes', () => {
    const override: Property = {
      key: 'override',
      kind: 'flag',
      default: false,
      readAs: [{ value: 'false', means: true }],
    };
    expect(valueIn(override, { override: 'false' })).toBe(true);
    expect(valueIn(override, { override: false })).toBe(false);
  });

  it.each([
    [{ v: '' }, 'msg', 'filename'],
    [{ v: '', vt: '' }, 'msg', 'filename'],
    [{ v: '17' }, 'num', '17'],
    [{ v: '17', vt: 'str' }, 'str', '17'],
    [{ v: '17 apples' }, 'str', '17 apples'],
  ])('with the value %j tells its type', (values, type, value) => {
    const typed: PropertyOf<'typed'> = {
      key: 'v',
      kind: 'typed',
      typeKey: 'vt',
      types: ['msg', 'str', 'num'],
      defaultType: 'str',
      untyped: [
        { matches: '', type: 'msg', value: 'filename' },
        { matches: '\\d+', type: 'num' },
      ],
    };
    expect(typeIn(typed, values)).toBe(type);
    expect(valueIn(typed, values)).toBe(value);
  });
});
