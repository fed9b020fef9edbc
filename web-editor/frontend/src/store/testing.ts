import { FlowDocument } from '../model/flow-document';
import type { FlowEntry } from '../model/flow-entry';
import { sampleTypes } from '../model/testing';
import { DocumentStore } from './document-store';
import { Editing } from './editing';
import type { Editor, Engine } from './editor';
import { LiveStore } from './live-store';
import { createProblemsStore } from './problems-store';
import { RuntimeStore } from './runtime-store';
import { SecretsStore } from './secrets-store';
import { SelectionStore } from './selection-store';
import { SessionStore } from './session-store';
import { TestsStore } from './tests-store';
import { TopicsStore } from './topics-store';
import { createTypesStore } from './types-store';
import { ViewStore } from './view-store';
import { WiresStore } from './wires-store';

const NO_ENGINE: Engine = {
  has: () => true,
  inject: () => Promise.resolve(true),
  setDebug: () => Promise.resolve(true),
  help: () => Promise.resolve(undefined),
  credentials: () => Promise.resolve({}),
  deploy: () => Promise.resolve(),
  forecast: () => Promise.resolve(undefined),
  reload: () => Promise.resolve(),
  decide: () => undefined,
  deploys: () => Promise.resolve([]),
  restore: () => Promise.resolve(),
  reconnect: () => undefined,
  wireMessages: () => Promise.resolve([]),
  messagePath: () => Promise.resolve({ source: '', hops: [], over: true, cut: false }),
  preview: () => Promise.resolve({ outputs: [], log: [], over: true }),
  sendAgain: () => Promise.resolve(true),
  send: () => Promise.resolve(true),
  findTopics: () => Promise.resolve([]),
  publish: () => Promise.resolve(true),
  clearRetained: () => Promise.resolve(true),
  login: {
    ask: () => undefined,
    submit: () => Promise.resolve(),
    later: () => undefined,
    out: () => undefined,
  },
  tests: {
    load: () => Promise.resolve(),
    keep: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    run: () => Promise.resolve(),
    record: () => undefined,
    stop: () => undefined,
    discard: () => undefined,
  },
  draft: { take: () => undefined, leave: () => undefined },
  mqttPort: () => 1883,
};

/** The stores of an editor without a page and without an engine, on a document. */
export function testEditor(entries: readonly FlowEntry[]) {
  const selection = new SelectionStore();
  const documents = new DocumentStore(selection);
  const runtime = new RuntimeStore();
  const types = createTypesStore();
  const editor: Editor = {
    documents,
    selection,
    runtime,
    live: new LiveStore((run) => run()),
    wires: new WiresStore(),
    topics: new TopicsStore(),
    tests: new TestsStore(),
    view: new ViewStore(undefined, true),
    types,
    secrets: new SecretsStore(),
    session: new SessionStore(),
    engine: NO_ENGINE,
  };
  const problems = createProblemsStore(documents, types, runtime);
  types.setState({ types: sampleTypes(), state: 'ready' });
  documents.load(entries, 'rev');
  selection.openFlow(FlowDocument.of(entries).tabs()[0]?.id ?? '');
  return { editor, editing: new Editing(editor), problems };
}
