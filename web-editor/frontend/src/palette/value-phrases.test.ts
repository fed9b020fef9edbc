import { describe, expect, it } from 'vitest';
import { parsePhrase } from './value-phrases';

describe('a phrase', () => {
  it.each([
    ['if > 75', 'switch', { rules: [{ t: 'gt', v: '75', vt: 'num' }], property: 'payload' }],
    [
      'when msg.temp below 3,5',
      'switch',
      { rules: [{ t: 'lt', v: '3.5', vt: 'num' }], property: 'temp' },
    ],
    ['if = "on"', 'switch', { rules: [{ t: 'eq', v: 'on', vt: 'str' }] }],
    ['set ON', 'change', { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'ON', tot: 'str' }] }],
    [
      'set topic to home/fan',
      'change',
      { rules: [{ t: 'set', p: 'topic', pt: 'msg', to: 'home/fan', tot: 'str' }] },
    ],
    [
      'set payload = true',
      'change',
      { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'true', tot: 'bool' }] },
    ],
    ['pub home/fan', 'mqtt out', { topic: 'home/fan' }],
    ['sub home/+/temp', 'mqtt in', { topic: 'home/+/temp' }],
    ['every 10 min', 'inject', { repeat: '600' }],
    ['every day', 'inject', { repeat: '86400' }],
    ['wait 5s', 'delay', { timeout: '5', timeoutUnits: 'seconds' }],
    ['/api/temp', 'http in', { url: '/api/temp', method: 'get' }],
  ])('%s becomes a %s', (text, type, values) => {
    expect(parsePhrase(text)).toMatchObject({ type, values });
  });

  it.each(['if', 'switch', 'pub home/#', 'set', 'every now and then', 'debug'])(
    '%s is only words',
    (text) => expect(parsePhrase(text)).toBeUndefined(),
  );
});
