import { expect, test, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { violations } from '../e2e/axe';
import { expectEditor, SHOTS, tokenIn } from './people';

let provider: ChildProcess;

test.beforeAll(async ({ baseURL }) => {
  const issuer = process.env['WEIR_ISSUER'] ?? '';
  const callback = new URL('auth/strategy/callback', baseURL).href;
  provider = spawn(
    process.execPath,
    ['scripts/login-provider.mjs', issuer, 'shared-secret', callback],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  if (provider.stdout !== null) await once(provider.stdout, 'data');
});

test.afterAll(() => {
  provider.kill();
});

async function logInAs(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Log in with the house key' }).click();
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('whatever');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a login at a provider opens the editor, and a reload asks no more', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('link', { name: 'Log in with the house key' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: `${SHOTS}/provider.png` });

  await logInAs(page, 'anna');

  await expectEditor(page);
  await expect(page.getByRole('button', { name: 'User: anna' })).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
  expect(await tokenIn(page)).toHaveLength(172);
  await page.reload();
  await expectEditor(page);
});

test('who is not on the list is told so, and may try again', async ({ page }) => {
  await page.goto('./');
  await logInAs(page, 'mallory');

  await expect(page.getByText('mallory is not among those who may use this editor.')).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
  await page.screenshot({ path: `${SHOTS}/provider-refused.png` });
  await expect(page.getByRole('link', { name: 'Log in with the house key' })).toBeVisible();
});

test('a code that was used already leads back to the login', async ({ page }) => {
  await page.goto('./?code=used');

  await expect(page.getByText('The login took too long. Try again.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('The login took too long. Try again.')).toBeHidden();
});
