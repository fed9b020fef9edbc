import { expect, test } from '@playwright/test';
import { violations } from '../e2e/axe';
import { EditorPage } from '../e2e/editor-page';
import { ADMIN, bearer, deployFlow, expectEditor, LoginForm, tokenIn, tokenOf } from './people';

test.beforeEach(async ({ page, request }) => {
  await deployFlow(request, await tokenOf(request, ADMIN));
  await page.goto('./');
  await expectEditor(page);
});

test('everybody may look, and logs in to change something', async ({ page }) => {
  const editor = new EditorPage(page);
  await expect(page.getByRole('button', { name: 'Log in to change flows' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send Try it' })).toBeDisabled();
  expect(await violations(page)).toEqual([]);
  await editor.node(/Watch/).click();
  await editor.fill('Name', 'Before the login');
  await expect(editor.deployButton).toBeDisabled();

  await page.getByRole('button', { name: 'User: Not logged in' }).click();
  await page.getByRole('menuitem', { name: 'Log in' }).click();
  await new LoginForm(page).logIn(ADMIN);
  await expect(page.getByRole('button', { name: 'User: admin' })).toBeVisible();
  await expect(editor.node(/Before the login/)).toBeVisible();
  await editor.deploy();
  await page.reload();
  await expect(editor.node(/Before the login/)).toBeVisible();
});

test('a session that ends makes one nobody, and the deploy asks for the login', async ({
  page,
  request,
}) => {
  const editor = new EditorPage(page);
  await page.getByRole('button', { name: 'Log in to change flows' }).click();
  await new LoginForm(page).logIn(ADMIN);
  await expect(page.getByRole('button', { name: 'User: admin' })).toBeVisible();
  await expectEditor(page);
  await editor.node(/Watch/).click();
  await editor.fill('Name', 'Mine');
  const token = await tokenIn(page);
  await request.post('auth/revoke', { headers: bearer(token), data: { token } });
  await editor.deployButton.click();
  await new LoginForm(page).logIn(ADMIN);
  await page
    .getByRole('dialog', { name: 'Deploy now?' })
    .getByRole('button', { name: 'Deploy' })
    .click();
  await editor.expectDeployed();
});
