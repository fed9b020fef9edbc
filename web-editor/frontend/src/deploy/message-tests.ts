import { t } from '../i18n/t';
import { newId } from '../model/ids';
import type { MessageTest, TestResult } from '../model/message-test';
import type { FlowDocument } from '../model/flow-document';
import { keptMessage } from '../model/wire-messages';
import type { Editor, MessageTests, RecordingOrder } from '../store/editor';
import { flushPendingEdits } from '../store/pending-edits';
import type { TestRun } from '../store/tests-store';
import { ApiError, type AdminApi } from '../transport/admin-api';
import type { TestsApi } from '../transport/tests-api';

type Stores = Pick<Editor, 'documents' | 'tests' | 'view'>;

/** Between two looks at how far a recording is. */
const LOOK_MS = 400;

/** Records, keeps and runs tests made of messages, and tells the stores how it went. */
export class MessageTestRuns implements MessageTests {
  #recording = new AbortController();

  constructor(
    private readonly api: TestsApi,
    private readonly sending: Pick<AdminApi, 'send'>,
    private readonly stores: Stores,
  ) {}

  async load(): Promise<void> {
    this.stores.tests.take(await inWords(this.api.list()));
  }

  async keep(test: MessageTest): Promise<void> {
    await this.#change((tests) =>
      tests.some((other) => other.id === test.id)
        ? tests.map((other) => (other.id === test.id ? test : other))
        : [...tests, test],
    );
    const { tests } = this.stores;
    if (tests.state.recorded?.test.id === test.id) tests.set({ recorded: undefined });
  }

  async remove(id: string): Promise<void> {
    await this.#change((tests) => tests.filter((test) => test.id !== id));
  }

  async #change(edit: (tests: readonly MessageTest[]) => readonly MessageTest[]): Promise<void> {
    this.stores.tests.take(await inWords(this.api.change(edit)));
  }

  // ---- running ----

  async run(ids?: readonly string[]): Promise<void> {
    flushPendingEdits();
    const { documents, tests, view } = this.stores;
    if (tests.state.running.size > 0) return;
    const { document, changed } = documents.state;
    const all = tests.state.tests?.map((test) => test.id) ?? [];
    tests.set({ running: new Set(ids ?? all), fault: '' });
    try {
      const flows = changed.size > 0 ? document.list : undefined;
      const results = await inWords(this.api.run(ids, flows));
      tests.ran(results, document);
      view.announce(summaryOf(results));
    } catch (error) {
      this.#failed(error);
    } finally {
      tests.set({ running: new Set() });
    }
  }

  /** Runs all tests if one wants that before a deploy. Answers whether none of them fails. */
  async passBeforeDeploy(): Promise<boolean> {
    const { documents, tests, view } = this.stores;
    if (!view.state.testsFirst) return true;
    try {
      await this.load();
    } catch (error) {
      this.#failed(error);
      return false;
    }
    if (tests.state.tests?.length === 0) return true;
    await this.run();
    const { document } = documents;
    const { runs } = tests.state;
    return tests.state.tests?.every(({ id }) => isPassed(runs.get(id), document)) === true;
  }

  // ---- recording ----

  record(order: RecordingOrder): void {
    const { tests, view } = this.stores;
    if (tests.state.recording !== undefined) return;
    const id = newId();
    const { what, messages, seconds } = order;
    this.#recording = new AbortController();
    tests.set({
      recording: { id, what, messages, seconds, startedAt: Date.now(), came: 0, isEnding: false },
      recorded: undefined,
      fault: '',
    });
    view.announce(t('tests.recordingOf', { what }));
    void this.#recorded(id, order);
    void this.#watch(id, order);
  }

  stop(): void {
    const { recording } = this.stores.tests.state;
    if (recording === undefined || recording.isEnding) return;
    this.stores.tests.set({ recording: { ...recording, isEnding: true } });
    this.api.stop(recording.id).catch((error: unknown) => {
      // Then it has just ended by itself.
      if (!(error instanceof ApiError) || error.status !== 404) this.#failed(error);
    });
  }

  discard(): void {
    this.#recording.abort();
    this.stores.tests.set({ recording: undefined, recorded: undefined, fault: '' });
  }

  async #recorded(id: string, order: RecordingOrder): Promise<void> {
    const { scope, messages, seconds } = order;
    const { tests, view } = this.stores;
    const { signal } = this.#recording;
    try {
      const about = scope.nodes === undefined ? {} : { nodes: scope.nodes };
      const recorded = await this.api.record(
        { id, scope: { flow: scope.flow, ...about }, seconds, messages },
        signal,
      );
      if (signal.aborted) return;
      tests.set({ recording: undefined, recorded });
      view.announce(t('tests.recorded', { n: recorded.test.inputs.length }));
      if (view.state.open === undefined) view.set({ open: { kind: 'test', id: undefined } });
    } catch (error) {
      if (signal.aborted) return;
      tests.set({ recording: undefined });
      this.#failed(error);
    }
  }

  /** Follows a recording, and sends what is to be recorded once it has begun. */
  async #watch(id: string, { messages, message }: RecordingOrder): Promise<void> {
    const { tests } = this.stores;
    let hasSent = message === undefined;
    for (;;) {
      const came = await this.api.cameIn(id).catch(() => undefined);
      const { recording } = tests.state;
      if (recording?.id !== id) return;
      if (came !== undefined) {
        const isEnding = recording.isEnding || came >= messages;
        tests.set({ recording: { ...recording, came, isEnding } });
        if (!hasSent && message !== undefined) {
          hasSent = true;
          await this.#send(message);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  async #send({ output, number }: NonNullable<RecordingOrder['message']>): Promise<void> {
    try {
      await this.sending.send(output, keptMessage(output, number));
    } catch (error) {
      this.discard();
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const text = wordsOf(error);
    this.stores.tests.set({ fault: text });
    this.stores.view.announce(text, true);
  }
}

function isPassed(run: TestRun | undefined, document: FlowDocument): boolean {
  return run?.result.ok === true && run.document === document;
}

function summaryOf(results: readonly TestResult[]): string {
  const failed = results.filter((result) => !result.ok).length;
  return failed === 0
    ? t('tests.allPassed', { n: results.length })
    : t('tests.someFailed', { n: failed, all: results.length });
}

/** What goes wrong is told to the user as it is. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(wordsOf(error), { cause: error });
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : '';
  if (error.code === 'forbidden') return t('say.forbidden');
  if (error.code === 'logged_out') return t('login.ended');
  if (error.status === 0) return t('login.unreachable');
  const [problem] = error.problems;
  return t('say.failed', { text: problem?.text ?? error.message });
}
