import { describe, expect, it, vi } from 'vitest';
import type { FlowEntry } from '../model/flow-entry';
import { testEditor } from '../store/testing';
import { ApiError, type AdminApi, type Flows } from '../transport/admin-api';
import { Deployer } from './deploy';

const FLOW: readonly FlowEntry[] = [
  { id: 't', type: 'tab', label: 'T' },
  { id: 'a', type: 'comment', z: 't', name: 'A', x: 0, y: 0 },
  { id: 'b', type: 'comment', z: 't', name: 'B', x: 0, y: 60 },
];

function start() {
  const { editor, editing } = testEditor(FLOW);
  const engine: Flows & { flows: readonly unknown[]; rev: string } = { flows: FLOW, rev: 'rev' };
  const api = {
    flows: vi.fn(() => Promise.resolve({ ...engine })),
    deploy: vi.fn((_: string, flows: readonly unknown[] | undefined, rev: string | undefined) => {
      if (rev !== engine.rev) return Promise.reject(new ApiError(409, 'version_mismatch', ''));
      engine.flows = flows ?? engine.flows;
      engine.rev = `${rev}'`;
      return Promise.resolve(engine.rev);
    }),
  };
  const deployer = new Deployer(api as unknown as AdminApi, editor);
  const rename = (id: string, to: string): void => editing.update(id, { name: to }, 'Name');
  const name = (id: string): unknown => editor.documents.document.get(id)?.['name'];
  /** Somebody else deploys; the engine tells about it if told so. */
  const elsewhere = async (flows: readonly FlowEntry[], isTold = true): Promise<void> => {
    engine.flows = flows;
    engine.rev = `theirs ${engine.rev}`;
    if (isTold) await deployer.deployedElsewhere(engine.rev);
  };
  return { api, deployer, editor, editing, elsewhere, engine, name, rename };
}

const renamed = (id: string, to: string): readonly FlowEntry[] =>
  FLOW.map((entry) => (entry.id === id ? { ...entry, name: to } : entry));

describe('what somebody else deploys', () => {
  it('is shown where nothing was edited, and the history is still there', async () => {
    const { deployer, editor, editing, elsewhere, name, rename } = start();
    rename('b', 'Mine');
    await deployer.deploy('nodes', { anyway: true });
    await elsewhere([FLOW[0]!, { ...FLOW[1]!, name: 'Theirs' }, { ...FLOW[2]!, name: 'Mine' }]);
    expect([name('a'), name('b')]).toEqual(['Theirs', 'Mine']);
    expect(editor.documents.state.changed.size).toBe(0);
    expect(editor.view.state.announcement.text).toContain('their flows are shown');
    editing.undo();
    expect([name('a'), name('b')]).toEqual(['Theirs', 'B']);
  });

  it('goes together with other edits, which are deployed on top of it', async () => {
    const { deployer, editor, elsewhere, engine, name, rename } = start();
    rename('b', 'Mine');
    await elsewhere(renamed('a', 'Theirs'));
    expect([name('a'), name('b')]).toEqual(['Theirs', 'Mine']);
    expect([...editor.documents.state.changed]).toEqual(['b']);
    await deployer.deploy('nodes', { anyway: true });
    expect(engine.rev).toBe("theirs rev'");
    expect(engine.flows).toEqual([
      FLOW[0],
      { ...FLOW[1], name: 'Theirs' },
      { ...FLOW[2], name: 'Mine' },
    ]);
  });

  it('takes what it has changed out of the history', async () => {
    const { editor, editing, elsewhere, name, rename } = start();
    rename('a', 'Mine');
    rename('b', 'Mine');
    await elsewhere(FLOW.map((e) => (e.id === 'a' ? { ...e, info: 'Theirs' } : e)));
    expect(editor.documents.state.undo).toHaveLength(1);
    editing.undo();
    expect([name('a'), name('b')]).toEqual(['Mine', 'B']);
  });

  it('leaves nothing selected that is gone, nor a flow that is', async () => {
    const { editor, elsewhere } = start();
    editor.selection.select(['a', 'b']);
    await elsewhere(FLOW.filter((entry) => entry.id !== 'a'));
    expect(editor.selection.current()).toEqual(['b']);
    await elsewhere([{ id: 'other', type: 'tab', label: 'Other' }]);
    expect(editor.selection.state.flow).toBe('other');
  });

  it('waits for a decision where it clashes; edits and history stay until then', async () => {
    const { deployer, editor, elsewhere, engine, name, rename } = start();
    rename('a', 'Mine');
    rename('b', 'Mine, too');
    await elsewhere(renamed('a', 'Theirs'));
    expect(editor.runtime.state.conflict?.clashes).toMatchObject([{ id: 'a', keys: ['name'] }]);
    expect([name('a'), name('b')]).toEqual(['Mine', 'Mine, too']);
    deployer.decide(new Map([['a', 'theirs']]));
    expect([name('a'), name('b')]).toEqual(['Theirs', 'Mine, too']);
    expect(editor.runtime.state.conflict).toBeUndefined();
    await deployer.deploy('nodes', { anyway: true });
    expect(engine.flows).toEqual([
      FLOW[0],
      { ...FLOW[1], name: 'Theirs' },
      { ...FLOW[2], name: 'Mine, too' },
    ]);
  });

  it('asks again about what was edited after the question', async () => {
    const { deployer, editor, elsewhere, rename } = start();
    rename('a', 'Mine');
    await elsewhere([FLOW[0]!, ...FLOW.slice(1).map((e) => ({ ...e, name: 'Theirs' }))]);
    rename('b', 'Mine');
    deployer.decide(new Map([['a', 'mine']]));
    expect(editor.runtime.state.conflict?.clashes).toMatchObject([{ id: 'b' }]);
    expect(editor.view.state.open).toEqual({ kind: 'conflict' });
  });
});

describe('a deploy after somebody else’s that one was not told of', () => {
  it('is not done at once, but theirs is here then and the next one is', async () => {
    const { deployer, editor, elsewhere, engine, name, rename } = start();
    await elsewhere(renamed('a', 'Theirs'), false);
    rename('b', 'Mine');
    await deployer.deploy('nodes', { anyway: true });
    expect(engine.flows).toEqual(renamed('a', 'Theirs'));
    expect(editor.runtime.state.deploy).toMatchObject({
      state: 'failed',
      text: expect.stringContaining('deploy again') as string,
    });
    expect(name('a')).toBe('Theirs');
    await deployer.deploy('nodes', { anyway: true });
    expect(editor.runtime.state.deploy.state).toBe('done');
  });

  it('asks where the two clash', async () => {
    const { deployer, editor, elsewhere, engine, rename } = start();
    await elsewhere(renamed('a', 'Theirs'), false);
    rename('a', 'Mine');
    await deployer.deploy('nodes', { anyway: true });
    expect(editor.view.state.open).toEqual({ kind: 'conflict' });
    expect(engine.flows).toEqual(renamed('a', 'Theirs'));
    deployer.decide(new Map([['a', 'mine']]));
    await deployer.deploy('nodes', { anyway: true });
    expect(engine.flows).toEqual(renamed('a', 'Mine'));
  });

  it('says so if the engine can’t be asked for theirs', async () => {
    const { api, deployer, editor, elsewhere, rename } = start();
    await elsewhere(renamed('a', 'Theirs'), false);
    rename('b', 'Mine');
    api.flows.mockRejectedValueOnce(new ApiError(0, 'unreachable', ''));
    await deployer.deploy('nodes', { anyway: true });
    expect(editor.runtime.state.deploy).toMatchObject({
      state: 'failed',
      text: expect.stringContaining('can’t be reached') as string,
    });
  });
});
