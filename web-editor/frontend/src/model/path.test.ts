import { describe, expect, it } from 'vitest';
import { isPath } from './path';

const GOOD = [
  'a.b.c',
  'a["b"].c',
  `a['b']["c"]`,
  'a[0].c',
  'a.0.c',
  'a.0',
  `a['a.b[0]'].c`,
  `'1.2.3.4'`,
  `'a.b'[1]`,
  `'a.b'.c`,
  'a[msg.b]',
  'a[msg[msg.b]]',
  'b[msg.a][2]',
  'a.$b',
  'a._b',
  'a.my-prop',
];
const BAD = [
  '',
  '.a',
  'a.',
  'a b',
  '[0]',
  'a.[0]',
  'a[]',
  'a]',
  'a[',
  'a[0',
  'a[b]',
  'a[0d]',
  `a['']`,
  `'a.b'c`,
  `a['b`,
  'a.-b',
];

describe('a path', () => {
  it.each(GOOD)('may be %s', (path) => expect(isPath(path)).toBe(true));
  it.each(BAD)('may not be %j', (path) => expect(isPath(path)).toBe(false));
});
