import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageTest, RecordedTest } from '../model/message-test';
import type { RecordingOrder } from '../store/editor';
import { testEditor } from '../store/testing';
import { ApiError, type AdminApi } from '../transport/admin-api';
import type { TestsApi } from '../transport/tests-api';
import { Deployer } from './deploy';
import { MessageTestRuns } from './message-tests';

const FAN: MessageTest = {
  id: '1',
  name: 'Fan',
  flow: 't',
  inputs: [{ to: 'a', message: { payload: 1 } }],
  outputs: {},
};

const ORDER: RecordingOrder = {
  scope: { kind: 'nodes', flow: 't', nodes: ['a'], of: 'a' },
  what: 'Node Hot',
  messages: 2,
  seconds: 30,
  message: undefined,
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start(part: Partial<Record<keyof TestsApi, unknown>> = {}) {
  const { editor, editing } = testEditor([
    { id: 't', type: 'tab' },
    { id: 'a', type: 'switch', z: 't', x: 0, y: 0, wires: [[]] },
  ]);
  let kept: readonly MessageTest[] = [];
  let finish: (recorded: RecordedTest) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const api = {
    list: vi.fn(() => Promise.resolve(kept)),
    change: vi.fn((edit: (tests: readonly MessageTest[]) => readonly MessageTest[]) => {
      kept = edit(kept);
      return Promise.resolve(kept);
    }),
    record: vi.fn(
      () =>
        new Promise<RecordedTest>((resolve, reject) => {
          finish = resolve;
          fail = reject;
        }),
    ),
    cameIn: vi.fn(() => Promise.resolve<number | undefined>(1)),
    stop: vi.fn(() => Promise.resolve()),
    run: vi.fn(() => Promise.resolve([])),
    ...part,
  };
  const send = vi.fn(() => Promise.resolve());
  const runs = new MessageTestRuns(api as unknown as TestsApi, { send }, editor);
  return {
    editor,
    editing,
    api,
    send,
    runs,
    finish: (recorded: RecordedTest) => finish(recorded),
    fail: (error: Error) => fail(error),
  };
}

const soon = () => vi.advanceTimersByTimeAsync(500);

describe('recording', () => {
  it('tells how far it is, ends early if one wants, and asks for a name', async () => {
    const { editor, runs, api, finish } = start();
    runs.record(ORDER);
    await soon();
    expect(api.record).toHaveBeenCalledWith(
      expect.objectContaining({ scope: { flow: 't', nodes: ['a'] }, messages: 2, seconds: 30 }),
      expect.anything(),
    );
    expect(editor.tests.state.recording).toMatchObject({ came: 1, isEnding: false });

    runs.stop();
    expect(api.stop).toHaveBeenCalledWith(editor.tests.state.recording?.id);
    expect(editor.tests.state.recording).toMatchObject({ isEnding: true });

    finish({ test: FAN, incomplete: [] });
    await soon();
    expect(editor.tests.state).toMatchObject({ recording: undefined, recorded: { test: FAN } });
    expect(editor.view.state.open).toEqual({ kind: 'test', id: undefined });
  });

  it('doesn’t take the place of what is open', async () => {
    const { editor, runs, finish } = start();
    editor.view.set({ open: { kind: 'run' } });
    runs.record(ORDER);
    finish({ test: FAN, incomplete: [] });
    await soon();
    expect(editor.view.state.open).toEqual({ kind: 'run' });
    expect(editor.tests.state.recorded?.test).toBe(FAN);
  });

  it('sends the message that it is about once, when it has begun', async () => {
    let isOn = false;
    const cameIn = vi.fn(() => Promise.resolve(isOn ? 0 : undefined));
    const { runs, send } = start({ cameIn });
    runs.record({ ...ORDER, message: { output: { node: 'a', port: 0 }, number: 7 } });
    await soon();
    expect(send).not.toHaveBeenCalled();
    isOn = true;
    await soon();
    await soon();
    expect(send.mock.calls).toEqual([
      [{ node: 'a', port: 0 }, { messageRef: { source: 'a', port: 0, number: 7 } }],
    ]);
  });

  it('says what was refused', async () => {
    const { editor, runs, fail } = start();
    runs.record(ORDER);
    fail(new ApiError(429, 'busy', '4 recordings are going on already'));
    await soon();
    expect(editor.tests.state.recording).toBeUndefined();
    expect(editor.tests.state.fault).toContain('4 recordings are going on already');
    expect(editor.view.state.announcement.urgent).toBe(true);
  });

  it('is forgotten when it is given up', async () => {
    const { editor, runs, finish } = start();
    runs.record(ORDER);
    runs.discard();
    finish({ test: FAN, incomplete: [] });
    await soon();
    expect(editor.tests.state).toMatchObject({ recording: undefined, recorded: undefined });
    expect(editor.view.state.open).toBeUndefined();
  });
});

describe('keeping', () => {
  it('adds a test, and replaces it afterwards in its place', async () => {
    const { editor, runs } = start();
    editor.tests.set({ recorded: { test: FAN, incomplete: [] } });
    await runs.keep(FAN);
    expect(editor.tests.state.recorded).toBeUndefined();
    await runs.keep({ ...FAN, id: '2', name: 'Lamp' });
    await runs.keep({ ...FAN, name: 'Fan on' });
    expect(editor.tests.state.tests?.map((test) => test.name)).toEqual(['Fan on', 'Lamp']);
    await runs.remove('1');
    expect(editor.tests.state.tests?.map((test) => test.name)).toEqual(['Lamp']);
  });

  it('fails in words', async () => {
    const change = () => Promise.reject(new ApiError(401, 'forbidden', ''));
    const { runs } = start({ change });
    await expect(runs.keep(FAN)).rejects.toThrow('You may not do this');
  });
});

describe('running', () => {
  it('is done on the flows as they are edited, or else on those that run', async () => {
    const result = { id: '1', ok: false, ran: true, problem: undefined, outputs: [], log: [] };
    const run = vi.fn(() => Promise.resolve([result]));
    const { editor, editing, runs } = start({ run });
    await runs.run(['1']);
    expect(run).toHaveBeenLastCalledWith(['1'], undefined);
    editing.update('a', { name: 'Other' }, 'Name');
    await runs.run();
    expect(run).toHaveBeenLastCalledWith(undefined, editor.documents.document.list);
    expect(editor.tests.state.runs.get('1')).toEqual({
      result,
      document: editor.documents.document,
    });
    expect(editor.view.state.announcement.text).toBe('1 of 1 tests fails');
  });

  it('says what is wrong with flows that can’t be run', async () => {
    const problem = { nodeId: 'a', severity: 'error' as const, text: 'two nodes have the id a' };
    const run = () => Promise.reject(new ApiError(400, 'invalid_flows', 'no', [problem]));
    const { editor, runs } = start({ run });
    await runs.run();
    expect(editor.tests.state.fault).toContain('two nodes have the id a');
    expect(editor.tests.state.running.size).toBe(0);
  });
});

describe('before a deploy', () => {
  const resultOf = (ok: boolean) => ({
    id: '1',
    ok,
    ran: true,
    problem: undefined,
    outputs: [],
    log: [],
  });

  function withDeployer(run: () => Promise<readonly unknown[]>) {
    const started = start({ run, list: () => Promise.resolve([FAN]) });
    const { editor, editing, runs } = started;
    const api = { deploy: vi.fn(() => Promise.resolve('next')) };
    const deployer = new Deployer(api as unknown as AdminApi, editor);
    deployer.passesTests = () => runs.passBeforeDeploy();
    editing.update('a', { name: 'Other' }, 'Name');
    return { ...started, deployer, deploy: api.deploy };
  }

  it('tests are run where that is wanted, and keep back what fails', async () => {
    let ok = false;
    const { editor, deployer, deploy } = withDeployer(() => Promise.resolve([resultOf(ok)]));
    editor.view.set({ testsFirst: true });
    await deployer.deploy('nodes');
    expect(deploy).not.toHaveBeenCalled();
    expect(editor.runtime.state.deploy).toMatchObject({ state: 'failed' });
    expect(editor.view.state.open).toEqual({ kind: 'problems' });

    ok = true;
    await deployer.deploy('nodes');
    expect(deploy).toHaveBeenCalledTimes(1);
    expect(editor.runtime.state.deploy).toMatchObject({ state: 'done' });
  });

  it('they can be passed over, and are left alone where nobody wants them', async () => {
    const run = vi.fn(() => Promise.resolve([resultOf(false)]));
    const { editor, deployer, deploy } = withDeployer(run);
    await deployer.deploy('nodes');
    editor.view.set({ testsFirst: true });
    await deployer.deploy('nodes', { anyway: true });
    expect(run).not.toHaveBeenCalled();
    expect(deploy).toHaveBeenCalledTimes(2);
  });

  it('tests that can’t be run are told', async () => {
    const { editor, deployer, deploy } = withDeployer(() =>
      Promise.reject(new ApiError(429, 'busy', 'tests are run already')),
    );
    editor.view.set({ testsFirst: true });
    await deployer.deploy('nodes');
    expect(deploy).not.toHaveBeenCalled();
    expect(editor.tests.state.fault).toContain('tests are run already');
  });
});
