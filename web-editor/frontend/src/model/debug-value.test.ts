import { describe, expect, it } from 'vitest';
import { asCopyText, decodeDebug, preview } from './debug-value';

describe('a debug message', () => {
  it.each([
    ['string[5]', 'hello', '"hello"'],
    ['number', 'NaN', 'NaN'],
    ['boolean', 'true', 'true'],
    ['null', '(undefined)', 'null'],
    ['undefined', '(undefined)', 'undefined'],
    ['buffer[3]', '0102ff', 'bytes(3) 0102ff'],
    ['function', '[function]', '[function]'],
    ['Date', 'Wed Nov 25 2026', 'Wed Nov 25 2026'],
    ['Object', '{"payload":1,"topic":"a"}', '{payload: 1, topic: "a"}'],
    [
      'array[7]',
      '[1,"a",null,{"__enc__":true,"type":"undefined"},{"__enc__":true,"type":"number","data":"NaN"}]',
      '[1, "a", null, undefined, …]',
    ],
    [
      'error',
      '{"__enc__":true,"type":"error","data":{"name":"TypeError","message":"no","stack":"TypeError: no"}}',
      'TypeError: no',
    ],
    ['set[2]', '{"__enc__":true,"type":"set","data":[1,2],"length":2}', '[1, 2]'],
    ['map', '{"__enc__":true,"type":"map","data":{"a":1},"length":1}', '{a: 1}'],
  ])('of format %s with %s reads %s', (format, msg, shown) => {
    expect(preview(decodeDebug(format, msg))).toBe(shown);
  });

  it('of bytes inside an object shows them as hex with their full length', () => {
    const value = decodeDebug(
      'Object',
      '{"b":{"type":"Buffer","data":[1,255],"__enc__":true,"length":9}}',
    );
    expect(value).toMatchObject({
      entries: [['b', { kind: 'bytes', hex: '01ff', length: 9 }]],
    });
  });

  it('with broken JSON is shown as text', () => {
    expect(decodeDebug('Object', '{oops')).toEqual({ kind: 'other', text: '{oops' });
  });

  it('of a bigint that wasn’t made a text is read too', () => {
    const value = decodeDebug('bigint', { __enc__: true, type: 'bigint', data: '10' });
    expect(preview(value)).toBe('10n');
  });

  it('is copied as JSON', () => {
    expect(asCopyText(decodeDebug('Object', '{"a":[1,true,null]}'))).toBe(
      JSON.stringify({ a: [1, true, null] }, null, 2),
    );
  });
});
