import { beforeEach, expect, test, vi } from 'vitest';
import { AdminApi, ApiError } from './admin-api';

const answers: Response[] = [];
const asked: Request[] = [];

beforeEach(() => {
  answers.length = 0;
  asked.length = 0;
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
    asked.push(new Request(url, init));
    return Promise.resolve(answers.shift() ?? new Response('', { status: 500 }));
  });
});

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

function api(): { api: AdminApi; loggedOut: ReturnType<typeof vi.fn> } {
  const loggedOut = vi.fn();
  const api = new AdminApi(new URL('http://weir/'));
  api.loggedOut = () => void loggedOut();
  return { api, loggedOut };
}

async function failure(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

test('a login sends what Node-RED’s editor sends and answers the token', async () => {
  answers.push(json(200, { access_token: 'abc' }));
  expect(await api().api.login({ username: 'ann', password: 'secret' })).toBe('abc');
  expect(await asked[0]?.json()).toEqual({
    client_id: 'node-red-editor',
    grant_type: 'password',
    scope: '',
    username: 'ann',
    password: 'secret',
  });
});

test('the token goes with every call', async () => {
  const { api: admin } = api();
  admin.token = 'abc';
  answers.push(json(200, {}));
  await admin.settings();
  expect(asked[0]?.headers.get('Authorization')).toBe('Bearer abc');
});

test('a call that names the way to log in means that the session is over', async () => {
  const { api: admin, loggedOut } = api();
  admin.token = 'old';
  answers.push(json(401, {}, { 'WWW-Authenticate': 'Bearer realm="Users"' }));
  expect((await failure(admin.deploy('nodes', [], 'r'))).code).toBe('logged_out');
  expect(loggedOut).toHaveBeenCalledOnce();
});

test('a bare 401 means that the user may not do this', async () => {
  const { api: admin, loggedOut } = api();
  admin.token = 'readers';
  answers.push(new Response('', { status: 401 }));
  answers.push(json(200, { user: { username: 'ann', permissions: 'read' } }));
  expect((await failure(admin.inject('i'))).code).toBe('forbidden');
  expect(loggedOut).not.toHaveBeenCalled();
});

test('where everybody may look, a bare 401 with a token that is nobody’s is a session that is over', async () => {
  const { api: admin, loggedOut } = api();
  admin.token = 'old';
  answers.push(new Response('', { status: 401 }));
  answers.push(json(200, { user: { anonymous: true, permissions: 'read' } }));
  expect((await failure(admin.inject('i'))).code).toBe('logged_out');
  expect(loggedOut).toHaveBeenCalledOnce();
});

test('a login that is refused ends no session', async () => {
  const { api: admin, loggedOut } = api();
  answers.push(json(403, { error: 'invalid_grant', error_description: 'Invalid credentials' }));
  const error = await failure(admin.login({ username: 'ann', password: 'guess' }));
  expect(error).toMatchObject({ code: 'invalid_grant', message: 'Invalid credentials' });
  expect(loggedOut).not.toHaveBeenCalled();
});
