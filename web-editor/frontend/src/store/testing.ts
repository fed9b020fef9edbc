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
import { createTypesStore } from './types-store';
import { ViewStore } from './view-store';

const NO_ENGINE: Engine = {
  inject: () => Promise.resolve(),
  setDebug: () => Promise.resolve(),
  help: () => Promise.resolve(undefined),
  credentials: () => Promise.resolve({}),
  deploy: () => Promise.resolve(),
  reload: () => Promise.resolve(),
  reconnect: () => undefined,
  login: {
    ask: () => undefined,
    submit: () => Promise.resolve(),
    later: () => undefined,
    out: () => undefined,
  },
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
