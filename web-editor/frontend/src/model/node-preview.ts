import { decodeDebug, type DebugValue } from './debug-value';
import { sameJson } from './equal';
import { wireMessage, type WireMessage } from './wire-messages';

/** What a node would do with a message. */
export interface NodePreview {
  /** By output, what it would send, in order. */
  readonly outputs: readonly (readonly WireMessage[])[];
  readonly log: readonly PreviewLog[];
  /** False if the time that a preview has did not suffice. */
  readonly over: boolean;
}

/** Something that it would say. */
export interface PreviewLog {
  readonly isError: boolean;
  readonly value: DebugValue;
}

/** A member that is other than in the message that came in; without a value it is gone. */
export interface MemberChange {
  readonly key: string;
  readonly value: DebugValue | undefined;
}

const ERROR_LEVEL = 20;

/** The answer of `/weir/preview`. */
export function nodePreview(answer: unknown): NodePreview {
  const { outputs, log, over } = (answer ?? {}) as Record<string, unknown>;
  return {
    outputs: listOf(outputs).map((sent) => listOf(sent).map(wireMessage)),
    log: listOf(log).map(logLine),
    over: over === true,
  };
}

/** A line of the log of nodes that are tried. */
export function logLine(raw: unknown): PreviewLog {
  const { level, format, msg } = (raw ?? {}) as Record<string, unknown>;
  return {
    isError: typeof level === 'number' && level <= ERROR_LEVEL,
    value: decodeDebug(typeof format === 'string' ? format : '', msg),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** What a node has changed in a message, its id apart. */
export function changesOf(input: DebugValue, output: DebugValue): readonly MemberChange[] {
  const before = membersOf(input);
  const after = membersOf(output);
  const changes: MemberChange[] = [];
  for (const [key, value] of after) {
    if (!sameJson(before.get(key), value)) changes.push({ key, value });
  }
  for (const key of before.keys()) {
    if (!after.has(key)) changes.push({ key, value: undefined });
  }
  return changes;
}

function membersOf(message: DebugValue): ReadonlyMap<string, DebugValue> {
  const entries = message.kind === 'object' ? message.entries : [];
  return new Map(entries.filter(([key]) => key !== '_msgid'));
}
