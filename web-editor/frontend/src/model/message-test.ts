import { decodeJson, type DebugValue } from './debug-value';
import { sameJson } from './equal';
import type { NodeId } from './flow-entry';
import { logLine, type PreviewLog } from './node-preview';

/** A message as tests have it: JSON, with bytes as `{"type": "Buffer", "data": […]}`. */
export type TestMessage = Readonly<Record<string, unknown>>;

/** Messages in order, by node and output. */
export type MessagesByOutput = Readonly<
  Record<string, Readonly<Record<string, readonly TestMessage[]>>>
>;

/** A message that goes in: to a node, or as if a node had sent it. */
export interface TestInput {
  readonly to?: string;
  readonly from?: string;
  readonly port?: number;
  readonly message: TestMessage;
}

/** What goes into nodes of a flow, and what is to come out. */
export interface MessageTest {
  readonly id: string;
  readonly name: string;
  readonly flow: NodeId;
  /** Those that it is about; without them the whole flow. */
  readonly nodes?: readonly string[];
  readonly inputs: readonly TestInput[];
  readonly stubs?: MessagesByOutput;
  readonly outputs: MessagesByOutput;
  /** Paths of what may be different each time. */
  readonly ignore?: readonly string[];
}

/** A test that was recorded and isn't kept yet, and what is missing in it, a sentence each. */
export interface RecordedTest {
  readonly test: MessageTest;
  readonly incomplete: readonly string[];
}

/** What comes out of one output. */
export interface TestOutput {
  /** Inside a subflow after the ids of the instances around it. */
  readonly node: string;
  readonly port: number;
  readonly messages: readonly TestMessage[];
}

/** The outputs that a test looks at. */
export function outputsOf(test: MessageTest): readonly TestOutput[] {
  return Object.entries(test.outputs).flatMap(([node, ports]) =>
    Object.entries(ports).map(([port, messages]) => ({ node, port: Number(port), messages })),
  );
}

/** A value of a test as the page shows values. */
export function testValue(value: unknown): DebugValue {
  return decodeJson(withBytes(value));
}

/** Marks what stands for bytes as debug messages do. */
function withBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBytes);
  if (!isObject(value)) return value;
  if (isBytes(value)) return { ...value, __enc__: true };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withBytes(item)]));
}

function isBytes(value: TestMessage): boolean {
  const { type, data } = value;
  return type === 'Buffer' && Array.isArray(data) && Object.keys(value).length === 2;
}

function isObject(value: unknown): value is TestMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// ---- fields that matter ----

/** A value in the messages that come out, where it stands, and what it was in the first of them. */
export interface TestField {
  readonly path: string;
  readonly value: unknown;
}

/** What the engine writes into messages itself; it may always be different. */
const OWN: readonly string[] = ['_msgid', '_linkSource'];

/** The values in the messages that are to come out, `most` of them; lists and objects by what is in them. */
export function fieldsOf(test: MessageTest, most: number): readonly TestField[] {
  const fields = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (fields.size >= most || fields.has(path)) return;
    const children = childrenOf(value, path);
    if (children.length === 0) fields.set(path, value);
    else for (const [at, item] of children) visit(item, at);
  };
  for (const { messages } of outputsOf(test)) {
    for (const message of messages) {
      for (const [path, value] of childrenOf(message, '')) {
        if (!OWN.includes(path)) visit(value, path);
      }
    }
  }
  return [...fields].map(([path, value]) => ({ path, value }));
}

function childrenOf(value: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((item, i) => [`${path}[${i}]`, item]);
  if (!isObject(value) || isBytes(value)) return [];
  return Object.entries(value).map(([key, item]) => [path + named(key, path === ''), item]);
}

function named(key: string, isFirst: boolean): string {
  if (/^[A-Za-z_$][\w$]*$/.test(key)) return isFirst ? key : `.${key}`;
  return isFirst ? JSON.stringify(key) : `[${JSON.stringify(key)}]`;
}

const NEAR_MS = 24 * 3600 * 1000;

/**
 * The fields which look like the time of the recording and came in with no message: the flow has made
 * them, and will make others next time.
 */
export function timesMade(test: MessageTest, now: number): readonly string[] {
  const cameIn = test.inputs.map((input) => input.message);
  return fieldsOf(test, Infinity)
    .filter(({ value }) => isNear(value, now) && !cameIn.some((message) => holds(message, value)))
    .map(({ path }) => path);
}

function isNear(value: unknown, now: number): boolean {
  const at =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
        ? Date.parse(value)
        : NaN;
  return Math.abs(at - now) < NEAR_MS;
}

function holds(inside: unknown, value: unknown): boolean {
  if (sameJson(inside, value)) return true;
  return (
    typeof inside === 'object' &&
    inside !== null &&
    Object.values(inside).some((item) => holds(item, value))
  );
}

// ---- results ----

/** Something that came out otherwise; without an actual value it is missing, without an expected one too much. */
export interface Difference {
  /** Which message of the output, from 1. */
  readonly message: number;
  /** Where in it; empty for the whole. */
  readonly path: string;
  readonly expected: DebugValue | undefined;
  readonly actual: DebugValue | undefined;
}

export interface OutputResult {
  readonly node: string;
  readonly port: number;
  readonly differences: readonly Difference[];
  /** How many more there are than are told. */
  readonly further: number;
}

/** How a test went. */
export interface TestResult {
  readonly id: string;
  readonly ok: boolean;
  /** False if it could not be run. */
  readonly ran: boolean;
  /** Why it could not be run, or was stopped. */
  readonly problem: string | undefined;
  readonly outputs: readonly OutputResult[];
  readonly log: readonly PreviewLog[];
}

/** The tests in an answer of `/weir/tests`. */
export function messageTests(answer: unknown): readonly MessageTest[] {
  return listIn(answer, 'tests') as readonly MessageTest[];
}

/** The results in an answer of `/weir/tests/run`. */
export function testResults(answer: unknown): readonly TestResult[] {
  return listIn(answer, 'results').map((raw) => {
    const { id, ok, ran, problem } = raw as Record<string, unknown>;
    return {
      id: String(id),
      ok: ok === true,
      ran: ran !== false,
      problem: typeof problem === 'string' ? problem : undefined,
      outputs: listIn(raw, 'outputs').map(outputResult),
      log: listIn(raw, 'log').map(logLine),
    };
  });
}

function outputResult(raw: unknown): OutputResult {
  const { node, port, further } = raw as Record<string, unknown>;
  return {
    node: String(node),
    port: Number(port),
    differences: listIn(raw, 'differences').map(difference),
    further: typeof further === 'number' ? further : 0,
  };
}

function difference(raw: unknown): Difference {
  const told = raw as Record<string, unknown>;
  const valueAt = (key: string): DebugValue | undefined =>
    Object.hasOwn(told, key) ? testValue(told[key]) : undefined;
  return {
    message: Number(told['message']),
    path: String(told['path']),
    expected: valueAt('expected'),
    actual: valueAt('actual'),
  };
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = (value as Record<string, unknown> | null | undefined)?.[key];
  return Array.isArray(list) ? list : [];
}
