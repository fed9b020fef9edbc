import { describe, expect, it } from 'vitest';
import { sampleTypes } from '../model/testing';
import { suggestions } from './rank';

const types = sampleTypes().placeable();
const first = (text: string, fit = {}): string | undefined =>
  suggestions(types, text, fit)[0]?.type.type;

describe('quick-add', () => {
  it.each([
    ['deb', 'debug'],
    ['func', 'function'],
    ['js', 'function'],
    ['print', 'debug'],
    ['if', 'switch'],
    ['if > 30', 'switch'],
    ['set', 'change'],
    ['sub home/+/temp', 'mqtt in'],
    ['pub', 'mqtt out'],
    ['every', 'inject'],
    ['wait', 'delay'],
  ])('for %s offers %s first', (text, type) => expect(first(text)).toBe(type));

  it('after an output offers only what has an input', () => {
    const offered = suggestions(types, '', { needsInput: true }).map((s) => s.type.type);
    expect(offered).toContain('debug');
    expect(offered).not.toContain('inject');
    expect(offered).not.toContain('mqtt in');
  });

  it('offers what was used lately first among equals', () => {
    expect(suggestions(types, '', {}, ['template'])[0]?.type.type).toBe('template');
  });

  it('gives a phrase its values', () => {
    expect(suggestions(types, 'if > 75')[0]?.values).toMatchObject({
      rules: [{ t: 'gt', v: '75', vt: 'num' }],
    });
  });
});
