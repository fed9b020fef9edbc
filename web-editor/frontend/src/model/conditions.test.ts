import { describe, expect, it } from 'vitest';
import { isShown } from './conditions';
import type { Property } from './node-type';

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
