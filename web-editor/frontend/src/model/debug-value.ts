import { plainText } from './plain-text';

/** A value as the Live panel shows it, free of how it came over the wire. */
export type DebugValue =
  | { readonly kind: 'text'; readonly text: string; readonly length: number }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'nothing'; readonly text: 'null' | 'undefined' }
  | { readonly kind: 'bytes'; readonly hex: string; readonly length: number }
  | {
      readonly kind: 'list';
      readonly label: string;
      readonly items: readonly DebugValue[];
      readonly length: number;
    }
  | {
      readonly kind: 'object';
      readonly label: string;
      readonly entries: readonly (readonly [string, DebugValue])[];
    }
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly message: string;
      readonly stack?: string;
    }
  | { readonly kind: 'other'; readonly text: string };

const NULL: DebugValue = { kind: 'nothing', text: 'null' };
const UNDEFINED: DebugValue = { kind: 'nothing', text: 'undefined' };

/** Decodes the `msg` of a debug message by its `format`. What can't be decoded is shown as text. */
export function decodeDebug(format: string, msg: unknown): DebugValue {
  const size = /\[(\d+)\]$/.exec(format);
  const length = size === null ? undefined : Number(size[1]);
  const base = format.replace(/\[\d+\]$/, '');
  if (typeof msg !== 'string') return decodeJson(msg);
  switch (base) {
    case 'string':
      return { kind: 'text', text: msg, length: length ?? msg.length };
    case 'number':
      return { kind: 'number', text: msg };
    case 'boolean':
      return { kind: 'flag', value: msg === 'true' };
    case 'null':
      return NULL;
    case 'undefined':
      return UNDEFINED;
    case 'buffer':
      return { kind: 'bytes', hex: msg, length: length ?? msg.length / 2 };
    case 'function':
    case 'regexp':
    case 'Date':
      return { kind: 'other', text: msg };
    default:
      return decodeText(base, msg);
  }
}

function decodeText(label: string, msg: string): DebugValue {
  let parsed: unknown;
  try {
    parsed = JSON.parse(msg);
  } catch {
    return { kind: 'other', text: msg };
  }
  const value = decodeJson(parsed);
  if (/error/i.test(label) && value.kind === 'object') {
    const field = (key: string): string => {
      const found = value.entries.find(([k]) => k === key)?.[1];
      return found?.kind === 'text' ? found.text : '';
    };
    return { kind: 'error', name: field('name') || label, message: field('message') };
  }
  return value.kind === 'object' && label !== 'Object' ? { ...value, label } : value;
}

export function decodeJson(value: unknown): DebugValue {
  switch (typeof value) {
    case 'string':
      return { kind: 'text', text: value, length: value.length };
    case 'number':
      return { kind: 'number', text: String(value) };
    case 'boolean':
      return { kind: 'flag', value };
    case 'object':
      if (value === null) return NULL;
      if (Array.isArray(value)) {
        const items = value.map(decodeJson);
        return { kind: 'list', label: 'list', items, length: items.length };
      }
      return isEncoded(value) ? decodeEncoded(value) : decodeObject(value);
    default:
      return UNDEFINED;
  }
}

interface Encoded {
  readonly __enc__: true;
  readonly type: string;
  readonly data?: unknown;
  readonly length?: number;
}

function isEncoded(value: object): value is Encoded {
  return (
    '__enc__' in value &&
    value.__enc__ === true &&
    'type' in value &&
    typeof value.type === 'string'
  );
}

function decodeObject(value: object, label = 'object'): DebugValue {
  return {
    kind: 'object',
    label,
    entries: Object.entries(value).map(([key, item]) => [key, decodeJson(item)] as const),
  };
}

function decodeEncoded(value: Encoded): DebugValue {
  const { type, data } = value;
  switch (type) {
    case 'number':
    case 'bigint':
      return { kind: 'number', text: plainText(data) + (type === 'bigint' ? 'n' : '') };
    case 'undefined':
      return UNDEFINED;
    case 'function':
      return { kind: 'other', text: 'function' };
    case 'internal':
      return { kind: 'other', text: 'internal' };
    case 'regexp':
      return { kind: 'other', text: plainText(data) };
    case 'Buffer': {
      const bytes = Array.isArray(data) ? data : [];
      return { kind: 'bytes', hex: hexOf(bytes), length: value.length ?? bytes.length };
    }
    case 'error': {
      const { name, message, stack } = (data ?? {}) as Record<string, unknown>;
      return {
        kind: 'error',
        name: plainText(name) || 'Error',
        message: plainText(message),
        ...(typeof stack === 'string' ? { stack } : {}),
      };
    }
    case 'map':
      return decodeObject(data ?? {}, 'map');
    default: {
      if (!Array.isArray(data)) return { kind: 'other', text: plainText(data) };
      const label = type === 'array' ? 'list' : type;
      const items = data.map(decodeJson);
      return { kind: 'list', label, items, length: value.length ?? items.length };
    }
  }
}

function hexOf(bytes: readonly unknown[]): string {
  return bytes.map((b) => (Number(b) & 255).toString(16).padStart(2, '0')).join('');
}

/** The value as text to copy: JSON where it is data, else what is shown. */
export function asCopyText(value: DebugValue): string {
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'other':
      return value.text;
    case 'nothing':
      return value.text;
    case 'flag':
      return String(value.value);
    case 'bytes':
      return value.hex;
    case 'error':
      return value.stack ?? `${value.name}: ${value.message}`;
    case 'list':
    case 'object':
      return JSON.stringify(asJson(value), null, 2);
  }
}

function asJson(value: DebugValue): unknown {
  switch (value.kind) {
    case 'list':
      return value.items.map(asJson);
    case 'object':
      return Object.fromEntries(value.entries.map(([key, item]) => [key, asJson(item)]));
    case 'number': {
      const number = Number(value.text);
      return Number.isFinite(number) ? number : value.text;
    }
    case 'flag':
      return value.value;
    case 'nothing':
      return null;
    default:
      return asCopyText(value);
  }
}

const PREVIEW_KEYS = 4;

/** One line that says what a value is. */
export function preview(value: DebugValue, depth = 0): string {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text.length > 120 ? `${value.text.slice(0, 120)}…` : value.text);
    case 'number':
    case 'other':
      return value.text;
    case 'nothing':
      return value.text;
    case 'flag':
      return String(value.value);
    case 'bytes':
      return `bytes(${value.length}) ${value.hex.slice(0, 32)}${value.hex.length > 32 ? '…' : ''}`;
    case 'error':
      return `${value.name}: ${value.message}`;
    case 'list': {
      if (depth > 0) return `[${value.length}]`;
      const shown = value.items.slice(0, PREVIEW_KEYS).map((v) => preview(v, depth + 1));
      return `[${shown.join(', ')}${value.length > shown.length ? ', …' : ''}]`;
    }
    case 'object': {
      if (depth > 0) return '{…}';
      const shown = value.entries
        .slice(0, PREVIEW_KEYS)
        .map(([key, v]) => `${key}: ${preview(v, depth + 1)}`);
      return `{${shown.join(', ')}${value.entries.length > shown.length ? ', …' : ''}}`;
    }
  }
}
