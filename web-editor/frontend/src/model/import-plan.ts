import { sameJson } from './equal';
import type { FlowDocument } from './flow-document';
import {
  classOf,
  flowOf,
  instanceOf,
  isPlaced,
  numberOf,
  textOf,
  type EntryClass,
  type FlowEntry,
} from './flow-entry';
import type { NodeTypes } from './node-types';

/** What an import would bring, and what is to be decided about it before. */
export interface ImportPlan {
  readonly counts: Readonly<Record<EntryClass, number>>;
  /** Types that nobody here knows; their nodes are kept and don't run. */
  readonly unknown: readonly string[];
  /** Entries whose ids are here already. */
  readonly present: readonly FlowEntry[];
  /** Whether nodes come without a flow to stand on: as copies, or in the place of what is here. */
  readonly isLoose: Readonly<Record<'copy' | 'replace', boolean>>;
  /** What has passwords or the like, which exports never have. */
  readonly secrets: readonly FlowEntry[];
  /** Connections to brokers that Weir's own could take the place of. */
  readonly brokers: readonly ImportedBroker[];
}

export interface ImportedBroker {
  readonly entry: FlowEntry;
  readonly address: string;
  /** It is on the machine that the flow ran on, where Weir's broker is now. */
  readonly isLocal: boolean;
}

const LOCAL = new Set(['localhost', '127.0.0.1', '::1', '']);
const MQTT_PORT = 1883;

export function importPlan(
  entries: readonly FlowEntry[],
  document: FlowDocument,
  types: NodeTypes,
  ownPort: number,
): ImportPlan {
  const counts = { tab: 0, subflow: 0, group: 0, node: 0, config: 0 };
  for (const entry of entries) counts[classOf(entry)]++;
  const definitions = new Set(
    entries.filter((e) => classOf(e) === 'subflow').map((e) => instanceOf(e.id)),
  );
  const isKnown = (type: string): boolean =>
    definitions.has(type) || types.get(type, document) !== undefined;
  const ofNodes = entries.filter((e) => classOf(e) === 'node' || classOf(e) === 'config');
  const homes = new Set(entries.map((e) => e.id));
  const loose = entries.filter((e) => isPlaced(e) && !homes.has(flowOf(e)));
  return {
    counts,
    unknown: [
      ...new Set(
        ofNodes.map((e) => e.type).filter((type) => !BUILT_IN.has(type) && !isKnown(type)),
      ),
    ],
    present: entries.filter((e) => document.has(e.id)),
    isLoose: {
      copy: loose.length > 0,
      replace: loose.some((e) => !document.has(flowOf(e))),
    },
    secrets: ofNodes.filter((e) =>
      types
        .get(e.type, document)
        ?.properties.some((p) => p.credential === true || p.kind === 'secret'),
    ),
    brokers: entries
      .filter((e) => e.type === 'mqtt-broker' && !isHere(e, document))
      .map((entry) => brokerOf(entry))
      .filter(({ entry, isLocal }) => !isLocal || portOf(entry) !== ownPort),
  };
}

function isHere(entry: FlowEntry, document: FlowDocument): boolean {
  const here = document.get(entry.id);
  return here !== undefined && sameJson(here, entry);
}

const BUILT_IN = new Set(['global-config']);

function brokerOf(entry: FlowEntry): ImportedBroker {
  const host = textOf(entry, 'broker');
  return {
    entry,
    address: `${host === '' ? 'localhost' : host}:${String(portOf(entry))}`,
    isLocal: LOCAL.has(host.toLowerCase()),
  };
}

function portOf(entry: FlowEntry): number {
  return numberOf(entry, 'port') || MQTT_PORT;
}
