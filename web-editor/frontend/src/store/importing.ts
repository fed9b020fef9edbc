import { t, type MessageKey } from '../i18n/t';
import { adopted, mergedVariables } from '../model/clipboard-format';
import { Edits } from '../model/edits';
import {
  classOf,
  definitionOf,
  flowOf,
  withKeys,
  type FlowEntry,
  type NodeId,
} from '../model/flow-entry';
import { wholes } from '../model/groups';
import { newTab } from '../model/new-node';
import { wouldHoldItself } from '../model/subflow-ports';
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
    const isLoose = entries.some(
      (e) => isPlaced(e) && !entries.some((home) => home.id === flowOf(e)),
    );
    let flow = current;
    if (isLoose && (onto === 'new' || flow === '')) {
      const tab = newTab(t('import.newFlow'));
      edits.add(tab);
      flow = tab.id;
    }
    const isLocked = document.get(flow)?.['locked'] === true;
    if (isLoose && isLocked) return 'canvas.locked';

    const place = flow === current ? at : undefined;
    const added =
      known === 'copy'
        ? adopted(entries, document, flow, place)
        : entries.map((e) => settled(e, entries, flow, (id) => document.has(id)));
    if (known === 'replace') clear(edits, added);
    for (const entry of added) edits.put(entry);
    const merged = known === 'copy' ? mergedVariables(entries, document) : undefined;
    if (merged !== undefined) edits.update(merged.id, { env: merged.env });
    const inItself = added.some((e) => {
      const definition = definitionOf(e);
      return definition !== undefined && wouldHoldItself(edits.entries(), definition, flowOf(e));
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

function isPlaced(entry: FlowEntry): boolean {
  return classOf(entry) === 'node' || classOf(entry) === 'group';
}

/** An entry as it keeps its id: on the flow that it names if there is one, else on the given one. */
function settled(
  entry: FlowEntry,
  entries: readonly FlowEntry[],
  flow: NodeId,
  has: (id: NodeId) => boolean,
): FlowEntry {
  const home = flowOf(entry);
  if (!isPlaced(entry) || has(home) || entries.some((e) => e.id === home)) return entry;
  return withKeys(entry, { z: flow });
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
