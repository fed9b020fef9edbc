import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { WireEnd } from '../model/flow-document';
import type { NodeId } from '../model/flow-entry';
import type { WireMessage } from '../model/wire-messages';
import { outputKey } from '../store/wires-store';
import { useDocument, useParts } from '../ui/editor-context';

/** A message, and the output that has sent it. */
export interface SentMessage {
  readonly output: WireEnd;
  readonly message: WireMessage;
}

/** Between two questions for the latest one, while messages come fast. */
const PAUSE_MS = 1000;

/** Outputs that are asked; of more than these one would not know which message is meant. */
const MOST_OUTPUTS = 8;

/**
 * The latest message that was sent to a node and is kept whole; null if there is none, undefined
 * until that is known.
 */
export function useLatestMessage(node: NodeId): SentMessage | null | undefined {
  const { editor } = useParts();
  const sources = useDocument().sourcesOf(node);
  const [latest, setLatest] = useState<SentMessage | null>();
  const askedAt = useRef(0);
  const outputs = sources
    .slice(0, MOST_OUTPUTS)
    .map((end) => outputKey(end.node, end.port))
    .join(' ');
  const sent = useStore(editor.wires.store, (s) =>
    outputs
      .split(' ')
      .map((key) => s.readings.get(key)?.count ?? 0)
      .join(),
  );

  useEffect(() => {
    let isStale = false;
    const ask = async (): Promise<void> => {
      askedAt.current = Date.now();
      const found = await latestOf(editor.engine, sources.slice(0, MOST_OUTPUTS));
      if (!isStale) setLatest(found);
    };
    const wait = Math.max(0, askedAt.current + PAUSE_MS - Date.now());
    const timer = setTimeout(() => void ask(), wait);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
    // The list of sources is another with each edit; what it has in it is in `outputs`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, outputs, sent]);

  return latest;
}

async function latestOf(
  engine: { wireMessages(node: NodeId, port: number): Promise<readonly WireMessage[]> },
  outputs: readonly WireEnd[],
): Promise<SentMessage | null> {
  const answers = await Promise.all(
    outputs.map(async (output) => {
      // What can't be asked for, such as outputs inside a subflow, has sent nothing here.
      const messages = await engine.wireMessages(output.node, output.port).catch(() => []);
      const message = messages.findLast((m) => m.value !== undefined);
      return message === undefined ? [] : [{ output, message }];
    }),
  );
  return answers
    .flat()
    .reduce<SentMessage | null>(
      (best, next) => (best === null || next.message.at > best.message.at ? next : best),
      null,
    );
}
