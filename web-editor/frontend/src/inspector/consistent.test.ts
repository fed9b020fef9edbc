import { describe, expect, it } from 'vitest';
import type { PropertyOf } from '../model/node-type';
import { sampleTypes } from '../model/testing';
import { consistent } from './consistent';

const rows = (type: string) =>
  sampleTypes()
    .get(type)!
    .properties.find((p): p is PropertyOf<'list'> => p.kind === 'list')!.item;

describe('choosing another test', () => {
  it('gives the value a type that the test knows', () => {
    const before = { t: 'eq', v: '3', vt: 'num' };
    expect(consistent({ t: 'istype' }, before, rows('switch'))).toEqual({
      t: 'istype',
      vt: 'string',
      v: 'string',
    });
  });

  it('forgets a word that only that test could use', () => {
    const before = { t: 'istype', v: 'array', vt: 'array' };
    expect(consistent({ t: 'eq' }, before, rows('switch'))).toEqual({ t: 'eq', vt: 'str', v: '' });
  });

  it('leaves a value alone that still fits', () => {
    const before = { t: 'eq', v: '3', vt: 'num' };
    expect(consistent({ t: 'gt' }, before, rows('switch'))).toEqual({ t: 'gt' });
    expect(
      consistent(
        { t: 'move' },
        { t: 'set', p: 'a', pt: 'msg', to: 'b', tot: 'str' },
        rows('change'),
      ),
    ).toEqual({
      t: 'move',
      tot: 'msg',
    });
  });
});
