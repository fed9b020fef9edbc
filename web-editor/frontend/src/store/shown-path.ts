import { t } from '../i18n/t';
import type { WireEnd } from '../model/flow-document';
import type { WireMessage } from '../model/wire-messages';
import type { Editor } from './editor';

/** Outputs that are asked for their latest message; a node has seldom more around it. */
const MOST_OUTPUTS = 16;

/** Shows where a message went, on the flow and as a list in Live. */
export async function showPath({ engine, view }: Editor, id: string): Promise<void> {
  try {
    const path = await engine.messagePath(id);
    view.set({ path: { id, path }, right: 'live', rightOpen: true });
    view.announce(t('path.shown', { n: path.hops.length }));
  } catch (reason) {
    const text = reason instanceof Error ? reason.message : '';
    view.set({ path: { fault: t('path.unknown', { text }) } });
  }
}

/** Shows where the latest message went that one of these outputs has sent. */
export async function showLatestPath(editor: Editor, outputs: readonly WireEnd[]): Promise<void> {
  const asked = outputs
    .slice(0, MOST_OUTPUTS)
    .map(({ node, port }) => editor.engine.wireMessages(node, port).catch(() => []));
  const sent = (await Promise.all(asked)).flat();
  const latest = sent.reduce<WireMessage | undefined>(
    (best, next) =>
      next.id !== undefined && (best === undefined || next.at > best.at) ? next : best,
    undefined,
  );
  if (latest?.id !== undefined) {
    await showPath(editor, latest.id);
    return;
  }
  editor.view.set({ path: { fault: t('path.none') } });
  editor.view.announce(t('path.none'), true);
}

/** Lets the flow look as always. Answers whether a way was shown. */
export function endPath({ view }: Editor): boolean {
  if (view.state.path === undefined) return false;
  view.set({ path: undefined });
  return true;
}
