import { t, type MessageKey } from '../i18n/t';
import { adopted, mergedVariables } from '../model/clipboard-format';
import { Edits } from '../model/edits';
import {
  classOf,
  definitionOf,
  flowOf,
  isPlaced,
  withKeys,
  type FlowEntry,
  type NodeId,
} from '../model/flow-entry';
import { wholes } from '../model/groups';
import { newTab } from '../model/new-node';
import { flowsAround } from '../model/subflow-ports';
import type { Edit } from './edit';
import type { Editor } from './editor';
import type { At } from './placement';

export interface ImportChoice {
  /** Entries whose ids are here already come as copies, or in the place of those that are here. */
  readonly known: 'copy' | 'replace';
  /** Nodes without a flow of their own go to the one that is seen, or to a new one. */
  readonly onto: 'flow' | 'new';
  /** Connections that Weir's own broker takes the place of. */
  readonly ownBroker: ReadonlySet<NodeId>;
}

/** Bringing in flows from elsewhere, each import one edit. */
export class Importing {
  constructor(
    private readonly editor: Editor,
    private readonly edit: Edit,
  ) {}

  /**
   * Adds entries to the document.
   *
   * @param at where the middle of nodes without a flow of their own comes to be
   * @param name of the edit in the history
   * @returns why it didn't; undefined if it did
   */
  bringIn(
    given: readonly FlowEntry[],
    { known, onto, ownBroker }: ImportChoice,
    at: At | undefined,
    name: 'edit.import' | 'edit.paste' = 'edit.import',
  ): MessageKey | undefined {
    const { document } = this.editor.documents;
    const entries = given.map((e) => (ownBroker.has(e.id) ? this.#withOwnBroker(e) : e));
    const edits = new Edits(document);
    const { flow: current } = this.editor.selection.state;
    // With its id an entry keeps the flow that it stands on here.
    const isHome = (id: NodeId): boolean =>
      entries.some((e) => e.id === id) || (known === 'replace' && document.has(id));
    const isLoose = entries.some((e) => isPlaced(e) && !isHome(flowOf(e)));
    let flow = current;
    if (isLoose && (onto === 'new' || flow === '')) {
      const tab = newTab(t('import.newFlow'));
      edits.add(tab);
      flow = tab.id;
    }
    const isLocked = (id: NodeId): boolean => document.get(id)?.['locked'] === true;
    const isInTheWay =
      known === 'replace' && entries.some((e) => isLocked(e.id) || isLocked(flowOf(e)));
    if (isInTheWay || (isLoose && isLocked(flow))) return 'canvas.locked';

    const place = flow === current ? at : undefined;
    const added =
      known === 'copy'
        ? adopted(entries, document, flow, place)
        : entries.map((e) => (isPlaced(e) && !isHome(flowOf(e)) ? withKeys(e, { z: flow }) : e));
    if (known === 'replace') clear(edits, added);
    for (const entry of added) edits.put(entry);
    const merged = known === 'copy' ? mergedVariables(entries, document) : undefined;
    if (merged !== undefined) edits.update(merged.id, { env: merged.env });
    const inItself = added.some((e) => {
      const definition = definitionOf(e);
      return definition !== undefined && flowsAround(edits.entries(), flowOf(e)).has(definition);
    });
    if (inItself) return 'subflow.inItself';
    if (edits.changes.length === 0) return 'import.nothingNew';

    const opened = added.find((e) => e.type === 'tab')?.id;
    const shown = isLoose ? flow : (opened ?? current);
    const here = added.filter((e) => isPlaced(e) && flowOf(e) === shown).map((e) => e.id);
    const select = wholes(edits, here);
    this.edit(name, { n: added.length }, edits, shown === current ? select : []);
    if (shown !== current) {
      this.editor.selection.openFlow(shown);
      this.editor.selection.select(select);
    }
    this.editor.view.announce(t('say.imported', { n: added.length }));
    return undefined;
  }

  #withOwnBroker(entry: FlowEntry): FlowEntry {
    return withKeys(entry, {
      broker: 'localhost',
      port: this.editor.engine.mqttPort(),
      usetls: false,
      tls: undefined,
    });
  }
}

/** What stands in flows that are replaced and isn't part of what replaces them goes. */
function clear(edits: Edits, added: readonly FlowEntry[]): void {
  const coming = new Set(added.map((e) => e.id));
  const homes = new Set(
    added
      .filter((e) => classOf(e) === 'tab' || classOf(e) === 'subflow')
      .map((e) => e.id)
      .filter((id) => edits.get(id) !== undefined),
  );
  for (const entry of [...edits.entries()]) {
    if (homes.has(flowOf(entry)) && !coming.has(entry.id)) edits.remove(entry.id);
  }
}
