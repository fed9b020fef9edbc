import { t } from '../i18n/t';
import { Edits } from '../model/edits';
import { withReplaced, type Place } from '../model/replace';
import type { Edit } from './edit';
import type { Editor } from './editor';

/** The edit that puts other texts in the place of those that were found. */
export class Replacing {
  constructor(
    private readonly editor: Editor,
    private readonly edit: Edit,
  ) {}

  replace(places: readonly Place[]): void {
    const edits = new Edits(this.editor.documents.document);
    for (const id of new Set(places.map((place) => place.id))) {
      const entry = edits.get(id);
      if (entry === undefined) continue;
      const own = places.filter((place) => place.id === id);
      edits.put(withReplaced(entry, own));
    }
    const n = places.length;
    this.edit('edit.replace', { n }, edits, this.editor.selection.current());
    this.editor.view.announce(t('say.replaced', { n }));
  }
}
