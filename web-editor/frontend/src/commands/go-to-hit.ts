import { t } from '../i18n/t';
import { classOf } from '../model/flow-entry';
import { findHits } from '../store/find-hits';
import type { CommandContext } from './command';

/** Goes from what is selected to the next thing found, or the one before; around at the ends. */
export function goToHit(context: CommandContext, by: 1 | -1): void {
  const { core, editing, editor } = context;
  const hits = findHits(editor);
  const { nodes, pages } = editor.selection.state;
  const here = pages.at(-1) ?? [...nodes][0];
  const at = hits.findIndex((hit) => hit.entry.id === here);
  const next =
    hits[at < 0 ? (by > 0 ? 0 : hits.length - 1) : (at + by + hits.length) % hits.length];
  if (next === undefined) {
    core.tell(t('find.nothing', { text: editor.view.state.find }));
    return;
  }
  if (classOf(next.entry) === 'config') {
    editor.selection.showConfig(next.entry.id);
    editor.view.set({ rightOpen: true, right: 'edit' });
  } else {
    core.show(next.entry);
  }
  const n = hits.indexOf(next) + 1;
  editor.view.announce(
    t('find.at', { name: editing.label(next.entry.id), at: n, of: hits.length }),
  );
}
