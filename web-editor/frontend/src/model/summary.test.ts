import { describe, expect, it } from 'vitest';
import type { Property } from './node-type';
import { summarise } from './summary';
import { sampleTypes } from './testing';

const types = sampleTypes();
const noName = (): string => '';

describe('a summary', () => {
  it('says what a switch asks', () => {
    const type = types.get('switch')!;
    const node = {
      property: 'payload',
      propertyType: 'msg',
      rules: [{ t: 'gt', v: '30', vt: 'num' }],
    };
    expect(summarise(type.summary!, node, type.properties, noName)).toBe('if payload > 30');
  });

  it('puts texts in quotes and other places before their path', () => {
    const type = types.get('change')!;
    const rules = [
      { t: 'set', p: 'payload', pt: 'msg', to: 'ON', tot: 'str' },
      { t: 'move', p: 'payload', pt: 'msg', to: 'last', tot: 'flow' },
      { t: 'delete', p: 'topic', pt: 'msg' },
    ];
    expect(summarise(type.summary!, { rules }, type.properties, noName)).toBe(
      'set payload "ON", move payload flow.last …',
    );
  });

  it('leaves out a part in square brackets when something in it is empty', () => {
    const topic: Property[] = [{ key: 'topic', kind: 'topic' }];
    expect(summarise('publish[ to {topic}]', { topic: '' }, topic, noName)).toBe('publish');
    expect(summarise('publish[ to {topic}]', { topic: 'a/b' }, topic, noName)).toBe(
      'publish to a/b',
    );
  });

  it('puts the path that an address is below in front of it', () => {
    const url: Property[] = [{ key: 'url', kind: 'text', below: '/api' }];
    expect(summarise('get {url}', { url: '/lamps' }, url, noName)).toBe('get /api/lamps');
    expect(summarise('get {url}', { url: 'lamps' }, url, noName)).toBe('get /api/lamps');
    expect(summarise('get[ {url}]', { url: '' }, url, noName)).toBe('get');
  });

  it('names the config node that is referred to', () => {
    const broker: Property[] = [{ key: 'broker', kind: 'config', configType: 'mqtt-broker' }];
    expect(summarise('at {broker}', { broker: 'k' }, broker, () => 'House')).toBe('at House');
  });
});
