/** A level of the tree of topics, with the last message if it carries some itself. */
export interface TopicRow {
  readonly name: string;
  readonly topic: string;
  /** How many topics are further below. */
  readonly topics: number;
  readonly last: TopicValue | undefined;
}

export interface TopicValue {
  readonly preview: string;
  readonly bytes: number;
  readonly qos: number;
  readonly retained: boolean;
  /** Who published it, if that is known. */
  readonly client: string;
  readonly at: number;
  readonly count: number;
}

/** The rows of an answer or a frame of the engine. */
export function topicRows(rows: unknown): readonly TopicRow[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((raw: unknown) => {
    const row = (raw ?? {}) as Record<string, unknown>;
    if (typeof row['topic'] !== 'string' || typeof row['name'] !== 'string') return [];
    return [
      {
        name: row['name'],
        topic: row['topic'],
        topics: Number(row['topics'] ?? 0),
        last: valueOf(row),
      },
    ];
  });
}

function valueOf(row: Readonly<Record<string, unknown>>): TopicValue | undefined {
  if (typeof row['preview'] !== 'string') return undefined;
  return {
    preview: row['preview'],
    bytes: Number(row['bytes'] ?? 0),
    qos: Number(row['qos'] ?? 0),
    retained: row['retained'] === true,
    client: typeof row['client'] === 'string' ? row['client'] : '',
    at: Number(row['at'] ?? 0),
    count: Number(row['count'] ?? 0),
  };
}

/** All rows that carry messages, however deep an answer has them. */
export function flatTopicRows(rows: unknown): readonly TopicRow[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((raw: unknown) => [
    ...topicRows([raw]).filter((row) => row.last !== undefined),
    ...flatTopicRows((raw as { rows?: unknown } | null)?.rows),
  ]);
}

/** In the order of their names; what the broker says of itself comes last. */
export function inOrder(rows: Iterable<TopicRow>): TopicRow[] {
  return [...rows].sort(
    (a, b) =>
      Number(a.name.startsWith('$')) - Number(b.name.startsWith('$')) ||
      a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
}

/** Whether a topic is meant by what was typed: a part of it, or a filter with `+` or `#`. */
export function isMeant(topic: string, typed: string): boolean {
  const text = typed.trim();
  if (!/[+#]/.test(text)) return topic.toLowerCase().includes(text.toLowerCase());
  const wanted = text.split('/');
  const levels = topic.split('/');
  for (const [i, part] of wanted.entries()) {
    if (part === '#') return true;
    if (i >= levels.length || (part !== '+' && part !== levels[i])) return false;
  }
  return wanted.length === levels.length;
}
