import { describe, expect, test } from 'vitest';
import { allows, parseUser } from './permissions';

describe('permissions', () => {
  test.each([
    [['*'], 'flows.write', true],
    [['read'], 'flows.read', true],
    [['*.read'], 'flows.read', true],
    [['read'], 'flows.write', false],
    [['write'], 'inject.write', true],
    [['write'], 'flows.read', false],
    [['flows.read'], 'flows.read', true],
    [['flows.read'], 'nodes.read', false],
    [['flows.read', 'write'], 'debug.write', true],
    [[], 'flows.read', false],
  ])('%j and %s: %s', (granted, wanted, expected) => {
    expect(allows(granted, wanted)).toBe(expected);
  });

  test('a user is read as the engine writes one', () => {
    expect(parseUser({ username: 'ann', permissions: '*' })).toEqual({
      name: 'ann',
      permissions: ['*'],
    });
    expect(parseUser({ anonymous: true, permissions: ['read', 'inject.write'] })).toEqual({
      name: undefined,
      permissions: ['read', 'inject.write'],
    });
    expect(parseUser(undefined)).toBeUndefined();
  });
});
