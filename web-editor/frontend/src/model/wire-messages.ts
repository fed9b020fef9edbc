import { asCopyText, decodeDebug, type DebugValue } from './debug-value';
import type { WireEnd } from './flow-document';

/** A message that an output has sent. */
export interface WireMessage {
  /** Which one it was of all that the output has sent. */
  readonly number: number;
  readonly at: number;
  /** Undefined if the message was too large to be kept. */
  readonly id: string | undefined;
  readonly preview: string;
  /** The whole message; undefined if it was too large to be kept. */
  readonly value: DebugValue | undefined;
  readonly payload: DebugValue | undefined;
}

/** A message for the engine: one that it has kept, by the output that has sent it, or another. */
export type MessageInput =
  | { readonly message: unknown }
  | {
      readonly messageRef: {
        readonly source: string;
        readonly port: number;
        readonly number: number;
      };
    };

/** A message that an output has sent and the engine has kept. */
export function keptMessage(output: WireEnd, number: number): MessageInput {
  return { messageRef: { source: output.node, port: output.port, number } };
}

/** One stay of a message in a node. */
export interface Hop {
  readonly node: string;
  /** The hop that it came from, and that one's output; -1 for the source, and for no output. */
  readonly from: number;
  readonly port: number;
  readonly atMs: number;
  readonly tookMs: number | undefined;
  readonly end: string | undefined;
  readonly error: string | undefined;
}

export interface MessagePath {
  /** The node that has sent the message first. */
  readonly source: string;
  readonly hops: readonly Hop[];
  readonly over: boolean;
  readonly cut: boolean;
}

/** The messages in an answer of `/weir/wires`, oldest first. */
export function wireMessages(answer: unknown): readonly WireMessage[] {
  const messages = (answer as { messages?: unknown } | null)?.messages;
  if (!Array.isArray(messages)) return [];
  return messages.map(wireMessage);
}

/** A message as the engine tells of one that was sent. */
export function wireMessage(raw: unknown): WireMessage {
  const m = (raw ?? {}) as Record<string, unknown>;
  const format = typeof m['format'] === 'string' ? m['format'] : undefined;
  const value = format === undefined ? undefined : decodeDebug(format, m['msg']);
  return {
    number: Number(m['number']),
    at: Number(m['at']),
    id: typeof m['id'] === 'string' ? m['id'] : undefined,
    preview: typeof m['preview'] === 'string' ? m['preview'] : '',
    value,
    payload: value === undefined ? undefined : memberOf(value, 'payload'),
  };
}

/** A message as JSON to be changed; sent by hand it is another one and gets an id of its own. */
export function editableText(value: DebugValue): string {
  if (value.kind !== 'object') return asCopyText(value);
  const entries = value.entries.filter(([key]) => key !== '_msgid');
  return asCopyText({ ...value, entries });
}

function memberOf(value: DebugValue, key: string): DebugValue | undefined {
  if (value.kind !== 'object') return undefined;
  return value.entries.find(([name]) => name === key)?.[1];
}

/** The numbers among payloads, with the smallest, largest and middle of them. */
export interface NumberSeries {
  readonly values: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** What can be said of payloads that are all numbers; undefined for any others. */
export function numberSeries(messages: readonly WireMessage[]): NumberSeries | undefined {
  const values: number[] = [];
  for (const { payload, preview } of messages) {
    const text =
      payload?.kind === 'number' ? payload.text : payload?.kind === 'text' ? preview : '';
    const value = text.trim() === '' ? NaN : Number(text);
    if (!Number.isFinite(value)) return undefined;
    values.push(value);
  }
  if (values.length < 2) return undefined;
  return {
    values,
    min: Math.min(...values),
    max: Math.max(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}

/** The way of a message, as `/weir/path` answers. */
export function messagePath(answer: unknown): MessagePath {
  const path = (answer ?? {}) as Record<string, unknown>;
  const hops = Array.isArray(path['hops']) ? (path['hops'] as readonly unknown[]) : [];
  return {
    source: typeof path['source'] === 'string' ? path['source'] : '',
    over: path['over'] === true,
    cut: path['cut'] === true,
    hops: hops.map((raw) => {
      const hop = raw as Record<string, unknown>;
      const text = (key: string): string | undefined =>
        typeof hop[key] === 'string' ? hop[key] : undefined;
      return {
        node: text('node') ?? '',
        from: Number(hop['from']),
        port: Number(hop['port']),
        atMs: Number(hop['atMs']),
        tookMs: typeof hop['tookMs'] === 'number' ? hop['tookMs'] : undefined,
        end: text('end'),
        error: text('error'),
      };
    }),
  };
}
