import { t, type MessageKey } from '../i18n/t';
import { Edits } from '../model/edits';
import { flowOf, type NodeId } from '../model/flow-entry';
import {
  groupOf,
  groupsAround,
  isGroup,
  membersByGroup,
  newGroup,
  nodesAmong,
  wholes,
} from '../model/groups';
import { isPort } from '../model/subflow-ports';
import { labelOf } from '../model/node-types';
import type { Edit } from './edit';
import type { Editor } from './editor';

/** Edits of groups. */
export class Grouping {
  constructor(
    private readonly editor: Editor,
    private readonly edit: Edit,
  ) {}

  /**
   * Puts a group around entries, which all have to stand in the same group or in none.
   *
   * @returns why it didn't; undefined if it did
   */
  make(ids: Iterable<NodeId>): MessageKey | undefined {
    const { flow } = this.editor.selection.state;
    const edits = this.#begin();
    const members = wholes(edits, ids).filter((id) => {
      const entry = edits.get(id);
      return entry !== undefined && flowOf(entry) === flow && !isPort(entry);
    });
    if (members.length === 0) return undefined;
    if (this.#isLocked()) return 'canvas.locked';
    const around = new Set(members.map((id) => groupOf(edits, edits.get(id))?.id));
    if (around.size > 1) return 'canvas.apart';
    const group = newGroup(flow);
    edits.add(group).join(group.id, [...around][0]);
    for (const id of members) edits.join(id, group.id);
    const n = nodesAmong(edits, members).length;
    this.edit('edit.group', { n }, edits, [group.id]);
    this.editor.view.announce(t('say.grouped', { n }));
    return undefined;
  }

  /** Takes the groups among entries away; what stands in them stays. */
  dissolve(ids: Iterable<NodeId>): void {
    const edits = this.#begin();
    const groups = [...ids].filter((id) => isGroup(edits.get(id)));
    if (groups.length === 0 || this.#isLocked()) return;
    const freed = groups.flatMap((group) => this.#free(edits, group));
    const select = freed.filter((id) => edits.get(id) !== undefined);
    this.edit('edit.ungroup', { n: groups.length }, edits, select);
    this.editor.view.announce(t('say.ungrouped', { n: select.length }));
  }

  #free(edits: Edits, group: NodeId): NodeId[] {
    const outer = groupOf(edits, edits.get(group))?.id;
    const members = membersByGroup(edits).get(group) ?? [];
    for (const { id } of members) edits.join(id, outer);
    edits.remove(group);
    return members.map(({ id }) => id);
  }

  /** Takes entries out of the group that they stand in, to the one around it if there is one. */
  takeOut(ids: Iterable<NodeId>): void {
    const edits = this.#begin();
    const members = wholes(edits, ids).filter((id) => groupOf(edits, edits.get(id)) !== undefined);
    if (members.length === 0 || this.#isLocked()) return;
    for (const id of members) edits.join(id, groupsAround(edits, id)[1]?.id);
    const n = nodesAmong(edits, members).length;
    this.edit('edit.takeOut', { n }, edits, members);
    this.editor.view.announce(t('say.takenOut', { n }));
  }

  /** Selects the group around what is selected; again, the one around that. */
  selectAround(): void {
    const { document } = this.editor.documents;
    const [first] = this.editor.selection.state.nodes;
    const group = groupOf(document, first === undefined ? undefined : document.get(first));
    if (group === undefined) return;
    this.editor.selection.select([group.id]);
    const n = nodesAmong(document, [group.id]).length;
    this.editor.view.announce(t('say.groupSelected', { name: labelOf(group, undefined), n }));
  }

  #begin(): Edits {
    return new Edits(this.editor.documents.document);
  }

  #isLocked(): boolean {
    const flow = this.editor.documents.document.get(this.editor.selection.state.flow);
    return flow?.['locked'] === true;
  }
}
