/** A type with values, read from what someone typed, such as `if > 30`. */
export interface Phrase {
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const OPERATORS: Readonly<Record<string, string>> = {
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
  '=': 'eq',
  '==': 'eq',
  '!=': 'neq',
  above: 'gt',
  over: 'gt',
  below: 'lt',
  under: 'lt',
  is: 'eq',
  contains: 'cont',
};

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 };

/** Reads a phrase; undefined when the text is just words to look for. */
export function parsePhrase(text: string): Phrase | undefined {
  const words = text.trim();
  return (
    ifPhrase(words) ??
    setPhrase(words) ??
    topicPhrase(words) ??
    everyPhrase(words) ??
    waitPhrase(words) ??
    pathPhrase(words)
  );
}

function ifPhrase(text: string): Phrase | undefined {
  const match =
    /^(?:if|when)\s+(?:(?:msg\.)?([A-Za-z_$][\w$.[\]]*)\s+)?(>=|<=|==|!=|>|<|=|above|over|below|under|is|contains)\s*(.+)$/i.exec(
      text,
    );
  const operator = OPERATORS[(match?.[2] ?? '').toLowerCase()];
  const raw = match?.[3]?.trim();
  if (operator === undefined || raw === undefined) return undefined;
  const { value, type } = typedValue(raw);
  return {
    type: 'switch',
    values: {
      property: match?.[1] ?? 'payload',
      propertyType: 'msg',
      rules: [{ t: operator, v: value, vt: type === 'bool' ? 'str' : type }],
      outputs: 1,
    },
  };
}

function setPhrase(text: string): Phrase | undefined {
  const match = /^set\s+(?:(?:msg\.)?([A-Za-z_$][\w$.[\]]*)\s*(?:=|to)\s*)?(.+)$/i.exec(text);
  const raw = match?.[2]?.trim();
  if (raw === undefined) return undefined;
  const { value, type } = typedValue(raw);
  return {
    type: 'change',
    values: {
      rules: [{ t: 'set', p: match?.[1] ?? 'payload', pt: 'msg', to: value, tot: type }],
    },
  };
}

function topicPhrase(text: string): Phrase | undefined {
  const match = /^(pub|publish|sub|subscribe|listen)\s+(?:to\s+)?(\S+)$/i.exec(text);
  const topic = match?.[2];
  if (topic === undefined) return undefined;
  const publishes = /^pub/i.test(match?.[1] ?? '');
  if (publishes && /[+#]/.test(topic)) return undefined;
  return { type: publishes ? 'mqtt out' : 'mqtt in', values: { topic } };
}

function everyPhrase(text: string): Phrase | undefined {
  const seconds = duration(/^every\s+(.+)$/i.exec(text)?.[1]);
  return seconds === undefined
    ? undefined
    : { type: 'inject', values: { repeat: String(seconds), crontab: '' } };
}

function waitPhrase(text: string): Phrase | undefined {
  const match = /^(?:wait|delay)\s+(.+)$/i.exec(text);
  const seconds = duration(match?.[1]);
  return seconds === undefined
    ? undefined
    : {
        type: 'delay',
        values: { pauseType: 'delay', timeout: String(seconds), timeoutUnits: 'seconds' },
      };
}

function pathPhrase(text: string): Phrase | undefined {
  return /^\/[\w\-./:]+$/.test(text)
    ? { type: 'http in', values: { url: text, method: 'get' } }
    : undefined;
}

function duration(text: string | undefined): number | undefined {
  const match = /^(\d+(?:[.,]\d+)?)?\s*(ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)$/i.exec(
    text?.trim() ?? '',
  );
  if (match === null) return undefined;
  const unit = (match[2] ?? '').toLowerCase();
  const name = unit === 'ms' ? 'ms' : unit.startsWith('m') ? 'min' : (unit[0] ?? 's');
  const value = Number((match[1] ?? '1').replace(',', '.')) * (SECONDS[name] ?? 1);
  return Math.round(value * 1000) / 1000;
}

function typedValue(text: string): { value: string; type: string } {
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(text);
  if (quoted !== null) return { value: quoted[1] ?? quoted[2] ?? '', type: 'str' };
  if (/^[+-]?\d+([.,]\d+)?$/.test(text)) return { value: text.replace(',', '.'), type: 'num' };
  if (/^(true|false)$/.test(text)) return { value: text, type: 'bool' };
  const place = /^(msg|flow|global)\.(.+)$/.exec(text);
  if (place !== null) return { value: place[2] ?? '', type: place[1] ?? 'msg' };
  return { value: text, type: 'str' };
}
