import { describe, expect, it } from 'vitest';
import { instanceEnv, instanceProperties, instanceValues } from './subflow-variables';

const DEFINITION = {
  id: 's',
  type: 'subflow',
  env: [
    { name: 'plain', type: 'str', value: 'x' },
    { name: 'n', type: 'num', value: '5', ui: { type: 'spinner', opts: { min: 1, max: 9 } } },
    { name: 'on', type: 'bool', value: 'true', ui: { type: 'checkbox' } },
    {
      name: 'level',
      type: 'str',
      value: 'low',
      ui: {
        label: { 'en-US': 'Level', de: 'Stufe' },
        type: 'select',
        opts: {
          opts: [
            { l: { 'en-US': 'Low', de: 'Tief' }, v: 'low' },
            { l: {}, v: 'high' },
          ],
        },
      },
    },
    { name: 'title', type: 'str', value: '', ui: { type: 'none' } },
    { name: 'inner', type: 'str', value: '', ui: { type: 'hide' } },
    { name: 'pin', type: 'cred' },
    { type: 'str', value: 'has no name' },
  ],
};

const instance = (env: unknown[]) => ({ id: 'u', type: 'subflow:s', env });

describe('the fields of an instance', () => {
  it('are those that the definition shows, of the kinds it asks for', () => {
    const properties = instanceProperties(DEFINITION, 'de-CH');
    expect(properties.map((p) => [p.key, p.kind, p.label])).toEqual([
      ['plain', 'typed', 'plain'],
      ['n', 'number', 'n'],
      ['on', 'flag', 'on'],
      ['level', 'choice', 'Stufe'],
      ['pin', 'secret', 'pin'],
    ]);
    expect(properties[1]).toMatchObject({ min: 1, max: 9, storedAs: 'text' });
    expect(properties[3]).toMatchObject({
      options: [
        { value: 'low', label: 'Tief' },
        { value: 'high', label: 'high' },
      ],
    });
  });

  it('show the values of the instance, or else the definition’s', () => {
    const values = instanceValues(DEFINITION, instance([{ name: 'n', type: 'num', value: '7' }]));
    expect(values).toMatchObject({ plain: 'x', n: '7', level: 'low', 'n type': 'num' });
  });
});

describe('the variables of an instance', () => {
  it('are those that were changed, and no others', () => {
    expect(instanceEnv(DEFINITION, instance([]), { n: '7' })).toEqual([
      { name: 'n', value: '7', type: 'num' },
    ]);
  });

  it('keep what the instance has besides, unknown rows too', () => {
    const own = [
      { name: 'extra', type: 'str', value: '1' },
      'strange',
      { name: 'n', type: 'num', value: '6', more: true },
    ];
    expect(instanceEnv(DEFINITION, instance(own), { n: '7' })).toEqual([
      own[0],
      'strange',
      { name: 'n', type: 'num', value: '7', more: true },
    ]);
  });

  it('change their type with the field', () => {
    expect(instanceEnv(DEFINITION, instance([]), { plain: 'HOME', 'plain type': 'env' })).toEqual([
      { name: 'plain', value: 'HOME', type: 'env' },
    ]);
  });
});
