import { describe, expect, it } from 'vitest';
import { durationInWords, parseDuration, parseNumber } from './parse-number';

describe('a number', () => {
  it.each([
    ['30', 30],
    ['30 °C', 30],
    ['1,5', 1.5],
    ['1.5', 1.5],
    ['-3', -3],
    ['1 000', 1000],
    ['1e3', 1000],
  ])('typed as %s is %d', (text, value) => expect(parseNumber(text)).toBe(value));
  it.each(['', 'abc', '1.2.3', '--1'])('is not read from %j', (text) =>
    expect(parseNumber(text)).toBeUndefined(),
  );
});

describe('a duration', () => {
  it('is read in any unit and kept in its own', () => {
    expect(parseDuration('90s', 's')).toBe(90);
    expect(parseDuration('1,5 min', 's')).toBe(90);
    expect(parseDuration('2 h', 'ms')).toBe(7_200_000);
    expect(parseDuration('5', 'ms')).toBe(5);
    expect(parseDuration('soon', 's')).toBeUndefined();
  });

  it('is said in words of at most two units', () => {
    expect(durationInWords(90, 's')).toBe('1 min 30 s');
    expect(durationInWords(7_200_000, 'ms')).toBe('2 h');
  });
});
