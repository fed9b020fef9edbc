import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FlowDocument } from '../model/flow-document';
import type { MessageTest, RecordedTest, TestResult } from '../model/message-test';

/** A recording that is going on. */
export interface Recording {
  readonly id: string;
  /** What is recorded, in words. */
  readonly what: string;
  /** It ends when so many messages have come in or so many seconds have passed. */
  readonly messages: number;
  readonly seconds: number;
  readonly startedAt: number;
  readonly came: number;
  /** Whether it only waits for what came of the messages. */
  readonly isEnding: boolean;
}

/** How a test went, and on which flows: it says nothing of later ones. */
export interface TestRun {
  readonly result: TestResult;
  readonly document: FlowDocument;
}

export interface TestsState {
  /** Undefined until they are known. */
  readonly tests: readonly MessageTest[] | undefined;
  readonly runs: ReadonlyMap<string, TestRun>;
  /** Those that are run at this moment. */
  readonly running: ReadonlySet<string>;
  readonly recording: Recording | undefined;
  /** What was recorded and is to be named, so that it is kept. */
  readonly recorded: RecordedTest | undefined;
  /** Why a recording or a run came to nothing. */
  readonly fault: string;
}

/** The tests made of messages: those that are kept, how they went, and the one that is being recorded. */
export class TestsStore {
  readonly store: StoreApi<TestsState> = createStore(() => ({
    tests: undefined,
    runs: new Map<string, TestRun>(),
    running: new Set<string>(),
    recording: undefined,
    recorded: undefined,
    fault: '',
  }));

  get state(): TestsState {
    return this.store.getState();
  }

  set(part: Partial<TestsState>): void {
    this.store.setState(part);
  }

  /** Takes what is kept; results of others are forgotten. */
  take(tests: readonly MessageTest[]): void {
    const there = new Set(tests.map((test) => test.id));
    const runs = new Map([...this.state.runs].filter(([id]) => there.has(id)));
    this.store.setState({ tests, runs });
  }

  ran(results: readonly TestResult[], document: FlowDocument): void {
    const runs = new Map(this.state.runs);
    for (const result of results) runs.set(result.id, { result, document });
    this.store.setState({ runs });
  }
}
