// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SharedDraft } from '../model/shared-draft';
import { testEditor } from '../store/testing';
import { ApiError } from '../transport/admin-api';
import { DraftApi } from '../transport/draft-api';
import { DraftSharing } from './draft-sharing';

const FLOW = [
  { id: 't', type: 'tab', label: 'T' },
  { id: 'a', type: 'comment', z: 't', name: 'A', x: 0, y: 0 },
  { id: 'b', type: 'comment', z: 't', name: 'B', x: 0, y: 60 },
];

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What the engine does with drafts. */
class Engine {
  draft: string | undefined;
  fails: ApiError | undefined;
  readonly calls: string[] = [];

  get tag(): string {
    return `"${this.draft ?? ''}"`;
  }

  get kept(): SharedDraft | undefined {
    return this.draft === undefined ? undefined : (JSON.parse(this.draft) as SharedDraft);
  }

  readonly request = (_: string, init: RequestInit): Promise<Response> => {
    const method = init.method ?? 'GET';
    this.calls.push(method);
    if (this.fails !== undefined) return Promise.reject(this.fails);
    const headers = new Headers(init.headers);
    const isMeant =
      !(headers.has('If-Match') && headers.get('If-Match') !== this.tag) &&
      !(headers.has('If-None-Match') && this.draft !== undefined);
    if (!isMeant) return Promise.reject(new ApiError(412, 'draft_mismatch', ''));
    if (method === 'PUT') this.draft = init.body as string;
    if (method === 'DELETE') this.draft = undefined;
    const isNothing = method !== 'GET' || this.draft === undefined;
    return Promise.resolve(
      new Response(isNothing ? null : this.draft, {
        status: isNothing ? 204 : 200,
        headers: { ETag: this.tag },
      }),
    );
  };
}

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

async function device(engine: Engine, name: string, more = {}) {
  const { editor, editing } = testEditor(FLOW);
  const sharing = new DraftSharing({
    api: new DraftApi(engine),
    stores: editor,
    device: { id: name, name },
    isKeptHere: true,
    place: undefined,
    ...more,
  });
  sharing.start();
  editor.runtime.set({ connection: { state: 'connected' } });
  await sharing.resume();
  const rename = (id: string, to: string): void => editing.update(id, { name: to }, 'Name');
  const nameOf = (id: string): unknown => editor.documents.document.get(id)?.['name'];
  return { editor, editing, sharing, rename, nameOf };
}

const atRest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(2_500);

describe('what is edited', () => {
  it('is at the engine once nothing more was edited for a while', async () => {
    const engine = new Engine();
    const laptop = await device(engine, 'laptop');
    laptop.rename('a', 'One');
    await vi.advanceTimersByTimeAsync(1_500);
    laptop.rename('b', 'Two');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(engine.draft).toBeUndefined();
    expect(laptop.editor.view.state.shared).toBe(false);
    await atRest();
    expect(engine.kept?.edits.map((edit) => edit.after?.['name'])).toEqual(['One', 'Two']);
    expect(laptop.editor.view.state.shared).toBe(true);
    expect(engine.calls.filter((call) => call === 'PUT')).toHaveLength(1);
  });

  it('is forgotten there when it is deployed or undone', async () => {
    const engine = new Engine();
    const laptop = await device(engine, 'laptop');
    laptop.rename('a', 'One');
    await atRest();
    laptop.editor.documents.deployed(laptop.editor.documents.document, 'next');
    await atRest();
    expect(engine.draft).toBeUndefined();
  });

  it('is sent again after a time without a connection', async () => {
    const engine = new Engine();
    const laptop = await device(engine, 'laptop');
    engine.fails = new ApiError(0, 'unreachable', '');
    laptop.rename('a', 'One');
    await atRest();
    engine.fails = undefined;
    await laptop.sharing.resume();
    expect(engine.kept?.edits).toHaveLength(1);
  });

  it('is no reason to ask for a login again and again', async () => {
    const engine = new Engine();
    const laptop = await device(engine, 'laptop');
    engine.fails = new ApiError(401, 'logged_out', '');
    laptop.rename('a', 'One');
    await atRest();
    const asked = engine.calls.length;
    laptop.rename('a', 'Two');
    await atRest();
    expect(engine.calls).toHaveLength(asked);
  });

  it('is not sent while there is no connection, as after a session that is over', async () => {
    const engine = new Engine();
    const laptop = await device(engine, 'laptop');
    laptop.editor.runtime.set({ connection: { state: 'refused' } });
    const asked = engine.calls.length;
    laptop.rename('a', 'One');
    await atRest();
    expect(engine.calls).toHaveLength(asked);
  });

  it('stays on the device of those who may not deploy', async () => {
    const engine = new Engine();
    const laptop = await device(engine, 'laptop');
    laptop.editor.session.set({ user: { name: 'x', permissions: ['read'] } });
    laptop.rename('a', 'One');
    await atRest();
    expect(engine.draft).toBeUndefined();
  });

  it('keeps being shared after one call went wrong in a way nobody has thought of', async () => {
    const engine = new Engine();
    const laptop = await device(engine, 'laptop');
    engine.draft = 'no JSON';
    await expect(laptop.sharing.share()).resolves.toBeUndefined();
    laptop.rename('a', 'One');
    const failing = laptop.sharing.share();
    await expect(failing).rejects.toThrow(SyntaxError);
    engine.draft = undefined;
    await laptop.sharing.share();
    expect(engine.kept?.edits).toHaveLength(1);
  });
});

describe('what another device has edited', () => {
  async function left(engine: Engine) {
    const phone = await device(engine, 'phone');
    phone.rename('a', 'From the phone');
    await atRest();
    return phone;
  }

  it('is offered, and goes on here with an undo', async () => {
    const engine = new Engine();
    await left(engine);
    const laptop = await device(engine, 'laptop');
    expect(laptop.editor.view.state.offered?.draft.device.name).toBe('phone');
    laptop.sharing.take();
    expect(laptop.nameOf('a')).toBe('From the phone');
    expect(laptop.editor.view.state.offered).toBeUndefined();
    await atRest();
    expect(engine.kept?.device.name).toBe('laptop');
    laptop.editing.undo();
    expect(laptop.nameOf('a')).toBe('A');
  });

  it('is gone from the engine when it was taken over and deployed at once', async () => {
    const engine = new Engine();
    await left(engine);
    const laptop = await device(engine, 'laptop');
    laptop.sharing.take();
    laptop.editor.documents.deployed(laptop.editor.documents.document, 'next');
    await atRest();
    expect(engine.draft).toBeUndefined();
  });

  it('is never replaced before the user has decided', async () => {
    const engine = new Engine();
    await left(engine);
    const laptop = await device(engine, 'laptop');
    laptop.rename('b', 'From the laptop');
    await atRest();
    expect(engine.kept?.device.name).toBe('phone');
    laptop.sharing.leave();
    await atRest();
    expect(engine.kept?.device.name).toBe('laptop');
  });

  it('is offered while both are edited', async () => {
    const engine = new Engine();
    const laptop = await device(engine, 'laptop');
    await left(engine);
    laptop.rename('b', 'From the laptop');
    await atRest();
    laptop.sharing.take();
    expect([laptop.nameOf('a'), laptop.nameOf('b')]).toEqual(['From the phone', 'From the laptop']);
  });

  it('stays where it is, and is not offered again, once it was left', async () => {
    const engine = new Engine();
    await left(engine);
    const place = memory();
    const laptop = await device(engine, 'laptop', { place });
    laptop.sharing.leave();
    await atRest();
    expect(engine.kept?.device.name).toBe('phone');
    const reloaded = await device(engine, 'laptop', { place });
    expect(reloaded.editor.view.state.offered).toBeUndefined();
  });

  it('is not offered where it is edited in the same way', async () => {
    const engine = new Engine();
    const phone = await left(engine);
    const laptop = await device(engine, 'laptop');
    laptop.sharing.take();
    await atRest();
    phone.rename('b', 'More');
    await atRest();
    // It finds that another device has put its draft there, and looks at it before it tries again.
    await atRest();
    expect(phone.editor.view.state.offered).toBeUndefined();
    expect(engine.kept?.device.name).toBe('phone');
    expect(engine.kept?.edits).toHaveLength(2);
  });

  it('is its own where the device has lost what it kept', async () => {
    const engine = new Engine();
    await left(engine);
    const emptied = await device(engine, 'phone', { isKeptHere: false });
    expect(emptied.editor.view.state.offered).toBeDefined();
    // What it has kept is what counts, and that is nothing.
    const again = await device(engine, 'phone');
    expect(again.editor.view.state.offered).toBeUndefined();
    expect(engine.draft).toBeUndefined();
  });
});
