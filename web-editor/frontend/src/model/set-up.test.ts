import { expect, test } from 'vitest';
import { accountFault, devicePassword, mqttAddress, setUpToken } from './set-up';

test.each([
  ['#set-up=0a1b', '0a1b'],
  ['', undefined],
  ['#set-up=', undefined],
  ['#set-up=<b>', undefined],
  ['#flow/1', undefined],
])('the token of %s is %s', (hash, token) => {
  expect(setUpToken(hash)).toBe(token);
});

test.each([
  ['admin', 'long enough', undefined],
  ['Grün 🌱', 'long enough', undefined],
  ['', 'long enough', 'name'],
  [' admin', 'long enough', 'name'],
  ['a\tb', 'long enough', 'name'],
  ['${HOME}', 'long enough', 'name'],
  ['x'.repeat(65), 'long enough', 'name'],
  ['admin', 'short', 'short'],
  ['admin', 'ä'.repeat(37), 'long'],
  ['admin', 'ä'.repeat(36), undefined],
])('an account %j with %j: %s', (username, password, fault) => {
  expect(accountFault({ username, password })).toBe(fault);
});

test.each([
  ['weirpi.local', 'mqtt://weirpi.local:1883'],
  ['localhost', 'mqtt://192.168.1.2:1883'],
  ['127.0.0.1', 'mqtt://192.168.1.2:1883'],
  ['[::1]', 'mqtt://192.168.1.2:1883'],
])('opened at %s, devices are told %s', (hostname, address) => {
  const where = { mqttHost: '192.168.1.2', mqttPort: 1883 };
  expect(mqttAddress({ admin: true, mqtt: true, ...where }, hostname)).toBe(address);
  expect(mqttAddress({ admin: true, mqtt: true }, hostname)).toBeUndefined();
});

test('a password for devices is made of what is random, in letters that can be told apart', () => {
  const made = devicePassword((bytes) => bytes.forEach((_, i) => (bytes[i] = i * 16 + i)));
  expect(made).toMatch(/^[a-km-np-z2-9]{16}$/);
  expect(new Set(made).size).toBeGreaterThan(8);
});
