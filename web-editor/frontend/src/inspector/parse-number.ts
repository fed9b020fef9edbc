/** Reads `30`, `1,5`, `30 °C` or `1 000`; undefined when there is no number in it. */
export function parseNumber(text: string): number | undefined {
  const match = /^\s*([+-]?[\d\s]*[.,]?\d+(?:e[+-]?\d+)?)\s*[^\d\s.,]*\s*$/i.exec(text);
  if (match?.[1] === undefined) return undefined;
  const value = Number(match[1].replace(/\s/g, '').replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
};

/** Reads `90s`, `1,5 min` or a bare number of `unit`; answers in `unit`. */
export function parseDuration(text: string, unit: 'ms' | 's'): number | undefined {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*(ms|s|sec|m|min|h|d)?\s*$/i.exec(text);
  if (match?.[1] === undefined) return undefined;
  const seconds = UNIT_SECONDS[(match[2] ?? unit).toLowerCase()] ?? 1;
  const value = (Number(match[1].replace(',', '.')) * seconds) / (UNIT_SECONDS[unit] ?? 1);
  return Math.round(value * 1e6) / 1e6;
}

/** `1 min 30 s`, for durations that are hard to read as a number of one unit. */
export function durationInWords(value: number, unit: 'ms' | 's'): string {
  let left = Math.round(value * (unit === 'ms' ? 1 : 1000));
  const parts: string[] = [];
  for (const [name, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const) {
    const n = Math.floor(left / size);
    if (n > 0) parts.push(`${n} ${name}`);
    left -= n * size;
  }
  return parts.slice(0, 2).join(' ');
}
