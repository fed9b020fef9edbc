import { expect, test } from '@playwright/test';
import { violations } from '../e2e/axe';
import { EditorPage } from '../e2e/editor-page';
import {
  ADMIN,
  bearer,
  deployedNames,
  deployFlow,
  expectEditor,
  LoginForm,
  READER,
  SHOTS,
  tokenIn,
  tokenOf,
} from './people';

let admin = '';

test.beforeEach(async ({ request }) => {
  admin = await tokenOf(request, ADMIN);
  await deployFlow(request, admin);
});

test('a wrong password is refused, the right one opens the editor, and a reload asks no more', async ({
  page,
}) => {
  const login = new LoginForm(page);
  await page.goto('./');
  await expect(login.name).toBeFocused();
  await login.logIn(ADMIN, 'wrong');
  await expect(page.getByRole('alert')).toHaveText('User name or password is wrong.');
  await expect(login.password).toBeFocused();
  await expect(login.name).toHaveValue(ADMIN);
  await page.keyboard.type('secret-enough');
  await login.submit.click();
  await expectEditor(page);
  await expect(page.getByRole('button', { name: 'User: admin' })).toBeVisible();

  const editor = new EditorPage(page);
  await editor.node(/Watch/).click();
  await editor.fill('Name', 'Seen');
  await editor.deploy();

  await page.reload();
  await expectEditor(page);
  await expect(editor.node(/Seen/)).toBeVisible();
});

test('a session that ends loses no edit, and deploys only when told to', async ({
  page,
  request,
}) => {
  const login = new LoginForm(page);
  const editor = new EditorPage(page);
  await page.goto('./');
  await login.logIn(ADMIN);
  await expectEditor(page);
  await editor.node(/Watch/).click();
  await editor.fill('Name', 'Mine');

  const token = await tokenIn(page);
  await request.post('auth/revoke', { headers: bearer(token), data: { token } });
  const dialog = page.getByRole('dialog', { name: 'Log in to Weir' });
  await expect(dialog).toContainText('Your edits are still here');
  await expect(login.password).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: `${SHOTS}/ended.png` });
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await expect(editor.node(/Mine/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Logged out. Log in…' })).toBeVisible();

  await editor.deployButton.click();
  await expect(dialog).toBeVisible();
  await login.logIn(ADMIN);
  const question = page.getByRole('dialog', { name: 'Deploy now?' });
  await expect(question).toContainText('1 change was not deployed');
  expect(await deployedNames(request, admin)).toEqual(['Try it', 'Watch']);
  await question.getByRole('button', { name: 'Deploy' }).click();
  await editor.expectDeployed();
  await expectEditor(page);
  expect(await deployedNames(request, admin)).toEqual(['Try it', 'Mine']);
});

test('whoever may only look sees everything and is told what will not work', async ({
  page,
  request,
}) => {
  const editor = new EditorPage(page);
  await page.goto('./');
  await new LoginForm(page).logIn(READER);
  await expectEditor(page);
  await expect(page.getByText('reader may look, not change')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send Try it' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Watch on or off' })).toBeDisabled();
  await editor.node(/Watch/).click();
  await editor.fill('Name', 'In vain');
  await expect(editor.deployButton).toBeDisabled();
  await expect(editor.deployButton).toHaveAttribute('title', /not deploy/);
  await page.keyboard.press('Control+d');
  await expect(page.getByText(/Not deployed: you may look at the flows/).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await deployedNames(request, admin)).toEqual(['Try it', 'Watch']);

  // The edits of one user are not the next one's at the same device.
  await page.getByRole('button', { name: 'User: reader' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await new LoginForm(page).logIn(ADMIN);
  await expectEditor(page);
  await expect(editor.node(/Watch/)).toBeVisible();
  await expect(editor.node(/In vain/)).toHaveCount(0);
});

test('logging out ends the session in the engine too', async ({ page, request }) => {
  await page.goto('./');
  await new LoginForm(page).logIn(ADMIN);
  await expectEditor(page);
  const token = await tokenIn(page);
  await page.getByRole('button', { name: 'User: admin' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(new LoginForm(page).name).toBeFocused();
  expect((await request.get('flows', { headers: bearer(token) })).status()).toBe(401);
  await page.reload();
  await expect(new LoginForm(page).name).toBeFocused();
});

test('whoever guesses is told to wait', async ({ page }) => {
  const login = new LoginForm(page);
  await page.goto('./');
  for (let attempt = 1; attempt <= 6; attempt++) {
    const answer = page.waitForResponse(/auth\/token/);
    await login.logIn('somebody', `guess ${attempt}`);
    await answer;
  }
  await expect(page.getByRole('alert')).toContainText('Wait 10 minutes');
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong with the login, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto('./');
    await expect(new LoginForm(page).name).toBeFocused();
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/login-${theme}.png` });
    await new LoginForm(page).logIn('nobody', 'wrong');
    await expect(page.getByRole('alert')).toHaveText('User name or password is wrong.');
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 400, height: 700 });
    await page.screenshot({ path: `${SHOTS}/login-small-${theme}.png` });
  });
}
