import { isEntry, type FlowEntry, type NodeId } from './flow-entry';

/** What was in the way of reading a text, and could be put right. */
export type Repair = 'fence' | 'quotes';

export interface FlowText {
  readonly entries: readonly FlowEntry[];
  readonly repairs: readonly Repair[];
}

/**
 * Why a text isn't a flow: no JSON, its end is missing, other JSON, or an element (counted from 1)
 * that is no entry.
 */
export interface TextFault {
  readonly fault: 'empty' | 'json' | 'cut' | 'other' | 'element';
  /** Where in the text, if that is known; lines and columns count from 1. */
  readonly at?: { readonly offset: number; readonly line: number; readonly column: number };
  readonly element?: number;
}

/** Reads the flow in a text, as copied from an editor, a file, the Admin API or a page of the web. */
export function readFlowText(text: string): FlowText | TextFault {
  if (text.trim() === '') return { fault: 'empty' };
  const repairs: Repair[] = [];
  const { start, body } = unwrapped(text);
  if (start > 0 && text.slice(0, start).includes('```')) repairs.push('fence');
  let parsed = parse(body);
  if ('message' in parsed) {
    const straight = parse(withStraightQuotes(body));
    if ('message' in straight)
      return furthest([parsed.message, straight.message], text, start, body);
    parsed = straight;
    repairs.push('quotes');
  }
  return entriesIn(parsed.value, repairs);
}

/** The JSON in a text: without a byte order mark, blanks and the fences of Markdown around it. */
function unwrapped(text: string): { readonly start: number; readonly body: string } {
  const fence = /^[\uFEFF\s]*```[^\n]*\n([\s\S]*?)(?:\n\s*```\s*)?$/.exec(text);
  const inside = fence?.[1];
  const before = inside === undefined ? 0 : text.indexOf('\n', text.indexOf('```')) + 1;
  const whole = inside ?? text;
  const lead = /^[\uFEFF\s]*/.exec(whole)?.[0].length ?? 0;
  return { start: before + lead, body: whole.slice(lead).trimEnd() };
}

function withStraightQuotes(text: string): string {
  return text
    .replace(/[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]/g, '"')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\u00A0/g, ' ');
}

function parse(text: string): { readonly value: unknown } | { readonly message: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { message: error instanceof Error ? error.message : '' };
  }
}

/** The fault that is left when all before it has been put right. */
function furthest(
  messages: readonly string[],
  text: string,
  start: number,
  body: string,
): TextFault {
  const faults = messages.map((message) => faultAt(message, text, start, body));
  const reach = ({ at }: TextFault): number => at?.offset ?? -1;
  return faults.reduce((best, next) => (reach(next) > reach(best) ? next : best));
}

function faultAt(message: string, text: string, start: number, body: string): TextFault {
  const offset = offsetIn(message, body);
  const isCut =
    /unexpected end|end of data|unterminated/i.test(message) ||
    (offset !== undefined && offset >= body.length);
  const fault = isCut ? 'cut' : 'json';
  const at = isCut ? body.length : offset;
  return at === undefined ? { fault } : { fault, at: place(text, start + at) };
}

/** Browsers say it differently: an offset, or a line and a column. */
function offsetIn(message: string, body: string): number | undefined {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return Number(position);
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line === undefined || column === undefined) return undefined;
  const before = body.split('\n').slice(0, Number(line) - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + Number(column) - 1;
}

function place(text: string, offset: number): NonNullable<TextFault['at']> {
  const before = text.slice(0, offset).split('\n');
  return { offset, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function entriesIn(value: unknown, repairs: readonly Repair[]): FlowText | TextFault {
  const list = listIn(value);
  if (list === undefined || list.length === 0) return { fault: 'other' };
  const broken = list.findIndex((element) => !isEntry(element));
  if (broken >= 0) return { fault: 'element', element: broken + 1 };
  const first = new Map<NodeId, FlowEntry>();
  for (const entry of list as FlowEntry[]) if (!first.has(entry.id)) first.set(entry.id, entry);
  // What tabs were called before there were tabs.
  const entries = [...first.values()].map((e) =>
    e.type === 'workspace' ? { ...e, type: 'tab' } : e,
  );
  return { entries, repairs };
}

/** A list of entries, a single one, or the answer of the Admin API with a list in it. */
function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value !== 'object' || value === null) return undefined;
  const { flows } = value as { readonly flows?: unknown };
  if (Array.isArray(flows)) return flows as readonly unknown[];
  return isEntry(value) ? [value] : undefined;
}
