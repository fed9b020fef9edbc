import { describe, expect, it } from 'vitest';
import { patchOfRows, rowsOf } from './legacy-rows';
import type { PropertyOf } from './node-type';
import { checkProperty } from './rules';
import { summarise } from './summary';
import { sampleTypes } from './testing';

const { properties } = sampleTypes().get('inject')!;
const PROPS = properties.find((p) => p.key === 'props') as PropertyOf<'list'> & { key: string };
const OLD = {
  props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }],
  payload: '42',
  payloadType: 'num',
  topic: 'a/b',
};
const OLD_ROWS = [
  { p: 'payload', v: '42', vt: 'num' },
  { p: 'topic', v: 'a/b', vt: 'str' },
];

describe('rows of older files', () => {
  it('have the values that the node has for them', () => {
    expect(rowsOf(PROPS, OLD)).toEqual(OLD_ROWS);
  });

  it('are there without a list', () => {
    const { payload, payloadType, topic } = OLD;
    expect(rowsOf(PROPS, { payload, payloadType, topic })).toEqual(OLD_ROWS);
  });

  it('keep values of their own', () => {
    const row = { p: 'payload', v: '', vt: 'str' };
    expect(rowsOf(PROPS, { ...OLD, props: [row] })).toEqual([row]);
  });

  it('have a topic in the node only if it is a text', () => {
    const row = { p: 'topic', vt: 'num' };
    expect(rowsOf(PROPS, { ...OLD, props: [row] })).toEqual([row]);
  });

  it.each(['string', 'none', undefined])('of type %s are texts', (payloadType) => {
    const rows = rowsOf(PROPS, { ...OLD, props: [{ p: 'payload' }], payloadType });
    expect(rows).toEqual([{ p: 'payload', v: '42', vt: 'str' }]);
  });

  it('are seen by the summary and by the rules', () => {
    expect(summarise('{props}', OLD, properties, () => '')).toBe('payload: 42, topic: "a/b"');
    const broken = checkProperty(PROPS, { ...OLD, payload: 'x' }, properties);
    expect(broken).toEqual([{ rule: 'number', path: 'props[0].v' }]);
  });
});

describe('edited rows', () => {
  it('have their value in both places', () => {
    const rows = [{ p: 'payload', v: 'on', vt: 'str' }, OLD_ROWS[1]!];
    expect(patchOfRows(PROPS, OLD, rows)).toEqual({
      props: rows,
      payload: 'on',
      payloadType: 'str',
      topic: 'a/b',
    });
  });

  it('leave nothing in the node when they are gone or of another type', () => {
    const rows = [{ p: 'topic', v: '7', vt: 'num' }];
    expect(patchOfRows(PROPS, OLD, rows)).toEqual({ props: rows, payload: '', topic: '' });
  });

  it('don’t get the node’s value by being renamed', () => {
    expect(patchOfRows(PROPS, OLD, [{ p: 'topic', vt: 'str' }])['props']).toEqual([
      { p: 'topic', v: '', vt: 'str' },
    ]);
  });

  it('add no keys to a node that has none of them', () => {
    expect(patchOfRows(PROPS, { props: OLD_ROWS }, OLD_ROWS)).toEqual({ props: OLD_ROWS });
  });
});

describe('rows that are stored otherwise', () => {
  const list = (storedAs: 'object' | 'texts') =>
    ({
      key: 'l',
      kind: 'list',
      storedAs,
      item: [
        { key: 'name', kind: 'text' },
        { key: 'value', kind: 'text' },
      ],
    }) as unknown as PropertyOf<'list'> & { key: string };

  it('may be an object', () => {
    const rows = [
      { name: 'a', value: '1' },
      { name: '', value: '2' },
    ];
    expect(rowsOf(list('object'), { l: { a: '1', '': '2' } })).toEqual(rows);
    expect(patchOfRows(list('object'), {}, rows)).toEqual({ l: { a: '1', '': '2' } });
    expect(rowsOf(list('object'), {})).toEqual([]);
  });

  it('stay rows while a name is there twice', () => {
    const rows = [
      { name: 'a', value: '1' },
      { name: 'a', value: '2' },
    ];
    expect(patchOfRows(list('object'), {}, rows)).toEqual({ l: rows });
    expect(rowsOf(list('object'), { l: rows })).toEqual(rows);
  });

  it('may be texts', () => {
    expect(rowsOf(list('texts'), { l: ['a', 'b'] })).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(patchOfRows(list('texts'), {}, [{ name: 'a' }, {}])).toEqual({ l: ['a', ''] });
  });
});
