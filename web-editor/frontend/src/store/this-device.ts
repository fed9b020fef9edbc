import type { SharedDraft } from '../model/shared-draft';

const KEY = 'weir.device';

/** This browser, as the user's other ones call it. */
export function thisDevice(
  place: Pick<Storage, 'getItem' | 'setItem'> | undefined,
  userAgent: string,
): SharedDraft['device'] {
  return { id: idIn(place), name: nameOf(userAgent) };
}

function idIn(place: Pick<Storage, 'getItem' | 'setItem'> | undefined): string {
  const fresh = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  try {
    const known = place?.getItem(KEY);
    if (typeof known === 'string' && known !== '') return known;
    place?.setItem(KEY, fresh);
  } catch {
    // Where nothing can be kept each page is a device of its own.
  }
  return fresh;
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg/, 'Edge'],
  [/OPR|Opera/, 'Opera'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Chrom|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone/, 'an iPhone'],
  [/iPad/, 'an iPad'],
  [/CrOS/, 'a Chromebook'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'a Mac'],
  [/Linux/, 'Linux'],
];

function nameOf(userAgent: string): string {
  const first = (list: typeof BROWSERS): string | undefined =>
    list.find(([sign]) => sign.test(userAgent))?.[1];
  return [first(BROWSERS) ?? 'a browser', first(SYSTEMS)].filter(Boolean).join(' on ');
}
