import { describe, expect, it } from 'vitest';
import { nestedPatch, valueAt, withNested } from './nested-keys';

describe('keys that lead into objects', () => {
  const values = { willTopic: 'st', willMsg: { delay: '5', other: 1 } };

  it('are read from there', () => {
    expect(valueAt(values, 'willMsg.delay')).toBe('5');
    expect(valueAt(values, 'birthMsg.delay')).toBeUndefined();
    expect(withNested(values, ['willTopic', 'willMsg.delay'])).toEqual({
      ...values,
      'willMsg.delay': '5',
    });
  });

  it('are written there, beside what is there already', () => {
    expect(nestedPatch(values, { 'willMsg.delay': '7' })).toEqual({
      willMsg: { delay: '7', other: 1 },
    });
    expect(nestedPatch({}, { 'willMsg.delay': '7', name: 'n' })).toEqual({
      willMsg: { delay: '7' },
      name: 'n',
    });
  });

  it('are gone when they are emptied', () => {
    expect(nestedPatch(values, { 'willMsg.delay': '' })).toEqual({ willMsg: { other: 1 } });
  });
});
