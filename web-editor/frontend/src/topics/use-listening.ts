import { t } from '../i18n/t';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import type { TopicRow } from '../model/topic-rows';
import type { At } from '../store/placement';
import { useParts } from '../ui/editor-context';

const LISTENER = 'mqtt in';
const PUBLISHER = 'mqtt out';

export interface Listening {
  /** Whether a node for it can be added. */
  readonly isPossible: boolean;
  /** Adds a node that listens to the topic, or to all topics below it. */
  add(at?: At, group?: NodeId | null): void;
  /** Gives the topic to a node that is there; false if that one has none. */
  take(node: FlowEntry): boolean;
}

/** Brings a topic into the flow. */
export function useListening(row: TopicRow): Listening {
  const { editor, editing, core } = useParts();
  const type = editor.types.getState().types.get(LISTENER);
  // A level without messages of its own stands for all that is below it.
  const filter = row.last === undefined ? `${row.topic}/#` : row.topic;
  return {
    isPossible: type !== undefined && !editing.isLocked(),
    add: (at, group) => {
      if (type === undefined) return;
      const id = editing.addNode({
        type,
        values: { topic: filter },
        at: at ?? core.camera.middle,
        exact: at !== undefined,
        ...(group === undefined ? {} : { group }),
      });
      if (id === undefined) return;
      core.reveal(id);
      core.openEdit();
    },
    take: (node) => {
      if (node.type !== LISTENER && node.type !== PUBLISHER) return false;
      const topic = node.type === LISTENER ? filter : row.topic;
      editing.update(node.id, { topic }, t('topics.title'));
      editor.selection.select([node.id]);
      return true;
    },
  };
}
