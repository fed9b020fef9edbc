import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeId } from '../model/flow-entry';
import { problemsIn, type Problem } from '../model/problems';
import type { DocumentStore } from './document-store';
import type { RuntimeStore } from './runtime-store';
import type { TypesStore } from './types-store';

export interface ProblemsState {
  readonly all: readonly Problem[];
  readonly byNode: ReadonlyMap<NodeId, readonly Problem[]>;
}

/** What is wrong with the document as it stands, and what the engine said about the last deploy. */
export function createProblemsStore(
  documents: DocumentStore,
  types: TypesStore,
  runtime: RuntimeStore,
): StoreApi<ProblemsState> {
  const store = createStore<ProblemsState>(() => ({ all: [], byNode: new Map() }));
  const look = (): void => {
    if (types.getState().state !== 'ready') return;
    const { document, changed } = documents.state;
    const refused = runtime.state.deploy.state === 'failed';
    // The engine spoke about what it was given; what was edited since is the editor's to judge.
    const reported = runtime.state.reported.filter(
      (p) => document.has(p.nodeId) && (refused || !changed.has(p.nodeId)),
    );
    const spokenFor = new Set(reported.map((p) => p.nodeId));
    const all = [
      ...problemsIn(document, types.getState().types).filter((p) => !spokenFor.has(p.nodeId)),
      ...reported,
    ];
    const byNode = new Map<NodeId, Problem[]>();
    for (const problem of all) {
      const list = byNode.get(problem.nodeId);
      if (list === undefined) byNode.set(problem.nodeId, [problem]);
      else list.push(problem);
    }
    store.setState({ all, byNode });
  };
  documents.store.subscribe((now, before) => {
    if (now.document !== before.document || now.changed !== before.changed) look();
  });
  types.subscribe(look);
  runtime.store.subscribe((now, before) => {
    if (now.reported !== before.reported || now.deploy !== before.deploy) look();
  });
  return store;
}
