import { expect, it } from 'vitest';
import { en, parts } from './en';

it('no two parts of the page have a text of the same key', () => {
  const keys = parts.flatMap((part) => Object.keys(part));
  expect(new Set(keys).size).toBe(keys.length);
  expect(Object.keys(en)).toHaveLength(keys.length);
});
