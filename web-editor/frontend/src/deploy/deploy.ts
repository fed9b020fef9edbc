import { t } from '../i18n/t';
import type { DeployForecast } from '../model/deploy-forecast';
import { FlowDocument } from '../model/flow-document';
import { isEntry, withKeys, type NodeId } from '../model/flow-entry';
import { merge, type Side } from '../model/merge';
import { problemsIn, type Problem } from '../model/problems';
import type { DeployKind, DeployOptions, Editor } from '../store/editor';
import { flushPendingEdits } from '../store/pending-edits';
import type { Secrets } from '../store/secrets-store';
import type { WaitingDeploy } from '../store/session-store';
import { ApiError, type AdminApi, type Flows, type ReportedProblem } from '../transport/admin-api';

type Stores = Omit<Editor, 'engine'>;

/** Sends the document to the engine and tells the stores how it went. */
export class Deployer {
  /** The revision of our own last deploy: comms tells everyone about it, us too. */
  own: string | undefined;
  /** Whether the engine can be asked what is wrong with its flows. */
  knowsProblems = false;
  /** Asked before flows are sent: whether the tests pass that one wants to pass first. */
  passesTests: () => Promise<boolean> = () => Promise.resolve(true);

  constructor(
    private readonly api: AdminApi,
    private readonly stores: Stores,
  ) {}

  async deploy(kind: DeployKind, options: DeployOptions = {}): Promise<void> {
    flushPendingEdits();
    const { documents, runtime, secrets, types, view } = this.stores;
    if (runtime.state.deploy.state === 'running') return;
    if (!this.stores.session.may('flows.write')) {
      this.#failed(t('deploy.forbidden'));
      return;
    }
    const isChecked = kind !== 'reload' && options.anyway !== true;
    if (isChecked && problemsIn(documents.document, types.getState().types).some(isFatal)) {
      view.set({ open: { kind: 'problems' } });
      this.#failed(t('deploy.fatal'));
      return;
    }
    if (isChecked && !(await this.#testsPass())) return;
    const { document, rev } = documents.state;
    const sent = secrets.state.typed;
    runtime.set({ deploy: { state: 'running' } });
    try {
      const flows = kind === 'reload' ? undefined : withSecrets(document, sent);
      const next = await this.api.deploy(kind, flows, rev);
      if (kind !== 'reload') {
        this.own = next;
        secrets.sent(sent);
        documents.deployed(document, next ?? rev);
      }
      runtime.set({ deploy: { state: 'done', at: Date.now() }, reported: [], conflict: undefined });
      view.announce(t('deploy.done'));
      await this.askProblems();
    } catch (error) {
      await this.#explain(error, { kind, options });
    }
  }

  /** What a deploy of what has changed would do to what runs. */
  forecast(): Promise<DeployForecast | undefined> {
    const { documents, secrets } = this.stores;
    return this.api.forecast(withSecrets(documents.document, secrets.state.typed));
  }

  async #testsPass(): Promise<boolean> {
    const { runtime, view } = this.stores;
    runtime.set({ deploy: { state: 'running' } });
    if (await this.passesTests()) return true;
    view.set({ open: { kind: 'problems' } });
    this.#failed(t('deploy.testsFail'));
    return false;
  }

  /** Puts back what was deployed before. With edits here it isn't done: they would be lost. */
  async restore(rev: string): Promise<void> {
    const { documents, runtime, view } = this.stores;
    if (documents.state.changed.size > 0 || runtime.state.deploy.state === 'running') return;
    runtime.set({ deploy: { state: 'running' } });
    try {
      this.own = await this.api.restore(rev, documents.state.rev);
      await this.reload();
      runtime.set({ deploy: { state: 'done', at: Date.now() } });
      view.announce(t('history.restored'));
      await this.askProblems();
    } catch (error) {
      await this.#explain(error, undefined);
    }
  }

  /** Gives up what was edited here and takes what the engine has. */
  async reload(): Promise<void> {
    const { documents, runtime, selection } = this.stores;
    const { flows, rev } = await this.api.flows();
    documents.load(flows, rev);
    runtime.set({ deploy: { state: 'idle' }, conflict: undefined, reported: [] });
    this.#openSomeFlow();
    selection.clear();
  }

  #openSomeFlow(): void {
    const { documents, selection } = this.stores;
    const { document } = documents;
    if (!document.has(selection.state.flow)) selection.openFlow(document.tabs()[0]?.id ?? '');
  }

  /** Asks what the engine has found wrong with what it runs. */
  async askProblems(): Promise<void> {
    if (!this.knowsProblems) return;
    try {
      const problems = await this.api.problems();
      this.stores.runtime.set({ reported: problems.map((problem) => asProblem(problem)) });
    } catch {
      // The editor's own checks remain.
    }
  }

  /** Someone deployed. Ours, theirs with nothing edited here, or theirs beside edits of ours. */
  async deployedElsewhere(revision: string): Promise<void> {
    const { documents, runtime, view } = this.stores;
    const { rev } = documents.state;
    if (revision === rev || revision === this.own || runtime.state.deploy.state === 'running')
      return;
    const hasEdits = documents.state.changed.size > 0;
    if (!(await this.#takeNewest())) view.announce(t('deploy.other'), true);
    else view.announce(t(hasEdits ? 'deploy.merged' : 'deploy.takenOver'));
  }

  async #takeNewest(): Promise<boolean> {
    return this.takeOver(await this.api.flows());
  }

  /**
   * Goes on with what is edited here on other flows than it was begun with. Answers no, and changes
   * nothing, if the two clash: then the user has to decide.
   */
  takeOver({ flows, rev }: Flows): boolean {
    return this.#rebase(FlowDocument.of(flows), rev, new Map());
  }

  /** Goes on with what the user has decided about what clashes. */
  decide(sides: ReadonlyMap<NodeId, Side>): void {
    const { runtime, view } = this.stores;
    const { conflict } = runtime.state;
    if (conflict === undefined) return;
    if (this.#rebase(conflict.theirs, conflict.rev, sides)) view.announce(t('deploy.merged'));
    else view.set({ open: { kind: 'conflict' } });
  }

  #rebase(
    theirs: FlowDocument,
    rev: string | undefined,
    sides: ReadonlyMap<NodeId, Side>,
  ): boolean {
    flushPendingEdits();
    const { documents, runtime, selection } = this.stores;
    const { base, document } = documents.state;
    const merged = merge(base, document, theirs, sides);
    if (merged.clashes.length > 0) {
      runtime.set({ conflict: { theirs, rev, clashes: merged.clashes } });
      return false;
    }
    documents.rebase(theirs, rev, merged.document);
    runtime.set({ conflict: undefined });
    this.#openSomeFlow();
    const selected = selection.current();
    const there = selected.filter((id) => merged.document.has(id));
    if (there.length < selected.length) selection.select(there);
    return true;
  }

  async #explain(error: unknown, attempt: WaitingDeploy | undefined): Promise<void> {
    if (!(error instanceof ApiError)) throw error;
    const { runtime, view } = this.stores;
    if (error.status === 409) {
      await this.#explainConflict();
      return;
    }
    if (error.code === 'logged_out') {
      if (attempt !== undefined) this.stores.session.set({ waiting: attempt });
      this.#failed(t('deploy.loggedOut'));
      return;
    }
    if (error.code === 'forbidden') {
      this.#failed(t('deploy.forbidden'));
      return;
    }
    const reported = error.problems.map((problem) => asProblem(problem));
    if (reported.length > 0) {
      runtime.set({ reported });
      view.set({ open: { kind: 'problems' } });
    }
    this.#failed(
      error.status === 0 ? t('deploy.unreachable') : t('deploy.refused', { text: error.message }),
    );
  }

  async #explainConflict(): Promise<void> {
    try {
      if (await this.#takeNewest()) {
        this.#failed(t('deploy.mergedFirst'));
        return;
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#failed(t('deploy.unreachable'));
      return;
    }
    this.stores.view.set({ open: { kind: 'conflict' } });
    this.#failed(t('deploy.conflict'));
  }

  #failed(text: string): void {
    this.stores.runtime.set({ deploy: { state: 'failed', text } });
    this.stores.view.announce(text, true);
  }
}

function isFatal(problem: Problem): boolean {
  return problem.severity === 'error';
}

function asProblem(problem: ReportedProblem): Problem {
  return {
    nodeId: problem.nodeId,
    severity: problem.severity === 'warning' ? 'warning' : 'error',
    rule: 'text',
    values: { text: problem.text },
    ...(problem.property === undefined ? {} : { property: problem.property }),
  };
}

function withSecrets(
  document: FlowDocument,
  typed: ReadonlyMap<NodeId, Secrets>,
): readonly unknown[] {
  if (typed.size === 0) return document.list;
  return document.list.map((entry) => {
    const credentials = isEntry(entry) ? typed.get(entry.id) : undefined;
    return credentials === undefined ? entry : withKeys(entry, { credentials });
  });
}
