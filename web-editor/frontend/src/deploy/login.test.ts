import { expect, test, vi } from 'vitest';
import type { User } from '../model/permissions';
import { TokenKeeper } from '../store/token-keeper';
import { testEditor } from '../store/testing';
import { ApiError, type AdminApi } from '../transport/admin-api';
import { Deployer } from './deploy';
import { Login, loginErrorText } from './login';

const QUESTIONS = { type: 'credentials', prompts: [{ id: 'username', type: 'text' }] };
const ANN: User = { name: 'ann', permissions: ['*'] };
const EVERYBODY: User = { name: undefined, permissions: ['read'] };
const FLOW = [
  { id: 't', type: 'tab' },
  { id: 'a', type: 'inject', z: 't', x: 0, y: 0, wires: [] },
];

function setUp(before: User | undefined, after: unknown) {
  const { editor, editing } = testEditor(FLOW);
  editor.session.set({ user: before });
  const api = {
    token: undefined as string | undefined,
    loginQuestions: vi.fn(() => Promise.resolve<object>(QUESTIONS)),
    login: vi.fn(() => Promise.resolve('new')),
    settings: vi.fn(() => Promise.resolve({ user: after })),
    revoke: vi.fn(() => Promise.resolve()),
    deploy: vi.fn(() => Promise.reject(new ApiError(401, 'logged_out', ''))),
  };
  const comms = { token: undefined as string | undefined, restart: vi.fn() };
  const draft = {
    keep: vi.fn(() => Promise.resolve()),
    moveTo: vi.fn(() => Promise.resolve(true)),
  };
  const reload = vi.fn();
  const tokens = new TokenKeeper('login', undefined);
  const login = new Login({
    api: api as unknown as AdminApi,
    comms,
    tokens,
    draft,
    stores: editor,
    draftKey: (user) => `draft ${user?.name ?? ''}`,
    reload,
  });
  const deployer = new Deployer(api as unknown as AdminApi, editor);
  return { editor, editing, api, comms, draft, reload, tokens, login, deployer };
}

const edit = ({ editing }: ReturnType<typeof setUp>): void =>
  editing.update('a', { name: 'edited' }, 'name');

test('who logs in again goes on with the same edits', async () => {
  const page = setUp(ANN, { username: 'ann', permissions: '*' });
  edit(page);
  await page.login.ask('ended');
  expect(page.editor.session.state.asking).toEqual({ questions: QUESTIONS, reason: 'ended' });

  await page.login.submit({ username: 'ann', password: 'secret' });

  expect(page.editor.session.state.asking).toBeUndefined();
  expect(page.editor.documents.document.get('a')).toMatchObject({ name: 'edited' });
  expect([page.api.token, page.comms.token, page.tokens.token]).toEqual(['new', 'new', 'new']);
  expect(page.comms.restart).toHaveBeenCalledOnce();
  expect(page.reload).not.toHaveBeenCalled();
});

test('a deploy that met the end of the session waits for the user’s word', async () => {
  const page = setUp(ANN, { username: 'ann', permissions: '*' });
  edit(page);
  await page.deployer.deploy('nodes');
  expect(page.editor.session.state.waiting).toEqual({ kind: 'nodes', options: {} });
  await page.login.submit({});

  expect(page.editor.view.state.open).toEqual({ kind: 'deploy-again' });
  expect(page.api.deploy).toHaveBeenCalledOnce();
});

test('a login put off forgets the deploy that was waiting', async () => {
  const page = setUp(ANN, undefined);
  await page.login.ask('ended');
  page.editor.session.set({ waiting: { kind: 'full', options: {} } });
  page.login.later();
  expect(page.editor.session.state).toMatchObject({ asking: undefined, waiting: undefined });
});

test('another user begins with what is theirs', async () => {
  const page = setUp(ANN, { username: 'bob', permissions: '*' });
  edit(page);
  await page.login.submit({});
  expect(page.reload).toHaveBeenCalledOnce();
  expect(page.draft.moveTo).not.toHaveBeenCalled();
  expect(page.tokens.token).toBe('new');
});

test('what was edited before logging in comes along', async () => {
  const page = setUp(EVERYBODY, { username: 'ann', permissions: '*' });
  edit(page);
  await page.login.submit({});
  expect(page.draft.moveTo).toHaveBeenCalledWith('draft ann');
  expect(page.reload).not.toHaveBeenCalled();
  expect(page.editor.session.state.user).toEqual(ANN);
});

test('with nothing edited, or other edits kept already, the user’s own are shown', async () => {
  const unedited = setUp(EVERYBODY, { username: 'ann', permissions: '*' });
  await unedited.login.submit({});
  expect(unedited.reload).toHaveBeenCalledOnce();

  const page = setUp(EVERYBODY, { username: 'ann', permissions: '*' });
  edit(page);
  page.draft.moveTo.mockResolvedValue(false);
  await page.login.submit({});
  expect(page.reload).toHaveBeenCalledOnce();
});

test('a login that fails changes nothing', async () => {
  const page = setUp(ANN, undefined);
  page.api.login.mockRejectedValue(new ApiError(403, 'invalid_grant', ''));
  await page.login.ask('ended');
  await expect(page.login.submit({})).rejects.toThrow();
  expect(page.editor.session.state.asking).toBeDefined();
  expect(page.tokens.token).toBeUndefined();
});

test('a user who may not open the editor is nobody here', async () => {
  const page = setUp(ANN, undefined);
  page.api.settings.mockRejectedValue(new ApiError(401, 'forbidden', ''));
  page.api.token = 'old';
  await expect(page.login.submit({})).rejects.toThrow();
  expect(page.api.token).toBe('old');
  expect(page.tokens.token).toBeUndefined();
});

test('logging out revokes the token, keeps the edits and forgets the token', async () => {
  const page = setUp(ANN, undefined);
  page.tokens.token = 'abc';
  page.api.revoke.mockRejectedValue(new ApiError(0, 'unreachable', ''));
  await page.login.out();
  expect(page.draft.keep).toHaveBeenCalledOnce();
  expect(page.api.revoke).toHaveBeenCalledWith('abc');
  expect(page.tokens.token).toBeUndefined();
  expect(page.reload).toHaveBeenCalledOnce();
});

test('an engine that wants no login any more makes the page begin anew', async () => {
  const page = setUp(ANN, undefined);
  page.api.loginQuestions.mockResolvedValue({});
  await page.login.ask('ended');
  expect(page.reload).toHaveBeenCalledOnce();
});

test('who may not deploy is told before anything is sent', async () => {
  const page = setUp(EVERYBODY, undefined);
  await page.deployer.deploy('nodes');
  expect(page.api.deploy).not.toHaveBeenCalled();
  expect(page.editor.runtime.state.deploy).toMatchObject({ state: 'failed' });
});

test.each([
  [new ApiError(403, 'invalid_grant', ''), /wrong/],
  [new ApiError(500, 'server_error', 'Too many login attempts'), /10 minutes/],
  [new ApiError(0, 'unreachable', ''), /doesn’t answer/],
  [new ApiError(401, 'forbidden', ''), /may not open/],
  [new ApiError(502, 'unexpected_error', 'Bad Gateway'), /Bad Gateway/],
])('a failed login says why: %s', (error, text) => {
  expect(loginErrorText(error)).toMatch(text);
});
