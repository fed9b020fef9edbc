import type { MessageKey } from '../i18n/t';
import type { Edits } from '../model/edits';
import type { NodeId } from '../model/flow-entry';

/** Makes edits one entry of the history, by the name of a message, and selects what came of them. */
export type Edit = (
  key: MessageKey,
  values: Readonly<Record<string, string | number>>,
  edits: Edits,
  select: readonly NodeId[],
) => void;
