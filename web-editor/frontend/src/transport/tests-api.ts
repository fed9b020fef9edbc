import {
  messageTests,
  testResults,
  type MessageTest,
  type RecordedTest,
  type TestResult,
} from '../model/message-test';
import { ApiError, type AdminApi } from './admin-api';

export interface RecordingRequest {
  readonly id: string;
  readonly scope: { readonly flow: string; readonly nodes?: readonly string[] };
  readonly seconds: number;
  readonly messages: number;
}

const PATH = 'weir/tests';

/** Somebody else may change the tests between reading and writing them; so often at most in a row. */
const MOST_TRIES = 3;

/** The engine's calls for tests made of messages. */
export class TestsApi {
  constructor(private readonly api: Pick<AdminApi, 'request'>) {}

  async list(): Promise<readonly MessageTest[]> {
    return (await this.#read()).tests;
  }

  /** Changes what is kept. Answers what is kept then. */
  async change(
    edit: (tests: readonly MessageTest[]) => readonly MessageTest[],
  ): Promise<readonly MessageTest[]> {
    for (let tries = 1; ; tries++) {
      const { tests, tag } = await this.#read();
      const next = edit(tests);
      try {
        await this.#put(next, tag);
        return next;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412 || tries === MOST_TRIES) {
          throw error;
        }
      }
    }
  }

  async record(request: RecordingRequest, signal: AbortSignal): Promise<RecordedTest> {
    const answer = await this.#post(`${PATH}/record`, request, signal);
    return (await answer.json()) as RecordedTest;
  }

  /** How many messages have come in; undefined while no such recording is going on. */
  async cameIn(recording: string): Promise<number | undefined> {
    try {
      const answer = await this.api.request(`${PATH}/record/${recording}`, {});
      return ((await answer.json()) as { inputs: number }).inputs;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async stop(recording: string): Promise<void> {
    await this.#post(`${PATH}/record/${recording}/stop`, {});
  }

  /** Runs tests, all if none are named, on edited flows or else on those that are deployed. */
  async run(
    ids: readonly string[] | undefined,
    flows: readonly unknown[] | undefined,
  ): Promise<readonly TestResult[]> {
    const answer = await this.#post(`${PATH}/run`, {
      ...(ids === undefined ? {} : { tests: ids }),
      ...(flows === undefined ? {} : { flows }),
    });
    return testResults(await answer.json());
  }

  async #read(): Promise<{ readonly tests: readonly MessageTest[]; readonly tag: string | null }> {
    const answer = await this.api.request(PATH, { cache: 'no-store' });
    return { tests: messageTests(await answer.json()), tag: answer.headers.get('ETag') };
  }

  async #put(tests: readonly MessageTest[], tag: string | null): Promise<void> {
    await this.api.request(PATH, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', ...(tag === null ? {} : { 'If-Match': tag }) },
      body: JSON.stringify({ tests }),
    });
  }

  #post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    return this.api.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
  }
}
