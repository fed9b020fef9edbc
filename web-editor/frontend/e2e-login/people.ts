import { expect, type APIRequestContext, type Locator, type Page } from '@playwright/test';

/** The users of the engine under test; EditorLoginIT makes them. */
export const ADMIN = 'admin';
export const READER = 'reader';
export const PASSWORD = 'secret-enough';

export const SHOTS = 'e2e-login/screenshots';

/** The login, in the middle of the page or over it. */
export class LoginForm {
  readonly name: Locator;
  readonly password: Locator;
  readonly submit: Locator;

  constructor(page: Page) {
    this.name = page.getByLabel('User name');
    this.password = page.getByLabel('Password');
    this.submit = page.getByRole('button', { name: 'Log in', exact: true });
  }

  async logIn(name: string, password = PASSWORD): Promise<void> {
    await this.name.fill(name);
    await this.password.fill(password);
    await this.password.press('Enter');
  }
}

export async function expectEditor(page: Page): Promise<void> {
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
}

/** A token as a program gets one, to do something beside the page. */
export async function tokenOf(request: APIRequestContext, user: string): Promise<string> {
  const answer = await request.post('auth/token', {
    data: {
      client_id: 'node-red-admin',
      grant_type: 'password',
      scope: '',
      username: user,
      password: PASSWORD,
    },
  });
  expect(answer.ok()).toBe(true);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** The token that the page has. */
export async function tokenIn(page: Page): Promise<string> {
  const token = await page.evaluate(() => localStorage.getItem('weir.login /'));
  expect(token).not.toBeNull();
  return token ?? '';
}

export function bearer(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

/** A flow with something to press, in place of what was there. */
export async function deployFlow(request: APIRequestContext, token: string): Promise<void> {
  const flows = [
    { id: 't', type: 'tab', label: 'Garden' },
    { id: 'i', type: 'inject', z: 't', name: 'Try it', x: 200, y: 100, wires: [['d']] },
    { id: 'd', type: 'debug', z: 't', name: 'Watch', active: true, x: 400, y: 100, wires: [] },
  ];
  const answer = await request.post('flows', { headers: bearer(token), data: flows });
  expect(answer.ok()).toBe(true);
}

/** The names of the nodes that the engine has. */
export async function deployedNames(request: APIRequestContext, token: string): Promise<string[]> {
  const answer = await request.get('flows', { headers: bearer(token) });
  const flows = (await answer.json()) as readonly { readonly name?: string }[];
  return flows.flatMap(({ name }) => (name === undefined ? [] : [name]));
}
