import { describe, expect, it } from 'vitest';
import { thisDevice } from './this-device';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

describe('this device', () => {
  it('is the same one after a reload, and another one elsewhere', () => {
    const place = memory();
    const { id } = thisDevice(place, FIREFOX);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(thisDevice(place, FIREFOX).id).toBe(id);
    expect(thisDevice(memory(), FIREFOX).id).not.toBe(id);
    expect(thisDevice(undefined, FIREFOX).id).not.toBe(id);
  });

  it.each([
    [FIREFOX, 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on an iPhone',
    ],
    ['something', 'a browser'],
  ])('is called by its browser and its system: %s', (userAgent, name) => {
    expect(thisDevice(undefined, userAgent).name).toBe(name);
  });
});
