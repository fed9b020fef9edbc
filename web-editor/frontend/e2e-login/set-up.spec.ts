import { expect, test, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { violations } from '../e2e/axe';
import { MQTT_PORT } from '../e2e/mosquitto';
import { ADMIN, bearer, expectEditor, PASSWORD, SHOTS, tokenIn } from './people';

/** What stands behind the editor's address in the link that the program printed. */
const LINK = process.env['WEIR_SET_UP'] ?? '';

const run = promisify(execFile);

/** Publishes as a device does; says whether it was let in. */
async function mayConnect(...login: string[]): Promise<boolean> {
  const message = ['-p', MQTT_PORT, '-t', 'lamp', '-m', 'on', '-q', '1'];
  try {
    await run('mosquitto_pub', [...message, ...login]);
    return true;
  } catch (error) {
    expect(String((error as { stderr?: unknown }).stderr)).toContain('not authorised');
    return false;
  }
}

async function shots(page: Page, name: string): Promise<void> {
  // Colours on their way from one theme to the other have no contrast to speak of.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/${name}-${theme}.png` });
    await page.setViewportSize({ width: 400, height: 760 });
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/${name}-small-${theme}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

// Each test goes on where the one before left the engine.
test.describe.configure({ mode: 'serial' });

test('whoever comes without the link is told what to do', async ({ page, request }) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { name: 'Weir waits to be set up' })).toBeVisible();
  await expect(page.getByText('#set-up=…')).toBeVisible();
  await shots(page, 'waiting');
  expect((await request.get('flows')).status()).toBe(401);
  expect(await mayConnect()).toBe(false);
});

test('a wrong link is refused', async ({ page }) => {
  await page.goto('./#set-up=0123456789abcdef');
  await expect(page.getByRole('alert')).toContainText('This link doesn’t fit');
});

test('answers that will not do are named, at their field', async ({ page }) => {
  await page.goto(`./${LINK}`);
  const admin = page.getByRole('group', { name: 'Who may use the editor' });
  const devices = page.getByRole('group', { name: 'Which devices may connect by MQTT' });
  await expect(admin.getByLabel('User name', { exact: true })).toHaveValue('admin');
  await expect(admin.getByLabel('Password', { exact: true })).toBeFocused();
  await shots(page, 'set-up');
  await page.keyboard.type('short');
  await page.keyboard.press('Enter');
  await expect(admin.getByRole('alert')).toContainText('at least 8 characters');
  await expect(admin.getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(devices.getByRole('alert')).toContainText('A name needs');
  await expect(devices.getByLabel('User name', { exact: true })).toBeFocused();
  await page.screenshot({ path: `${SHOTS}/set-up-fault.png` });
  await devices.getByLabel('Any device, without a password').check();
  await expect(devices.getByRole('status')).toContainText('Everybody who reaches this machine');
  await shots(page, 'set-up-anonymous');
});

test('the link sets the password and the first device, and opens the editor', async ({
  page,
  request,
}) => {
  await page.goto(`./${LINK}`);
  const admin = page.getByRole('group', { name: 'Who may use the editor' });
  const devices = page.getByRole('group', { name: 'Which devices may connect by MQTT' });
  await admin.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await devices.getByLabel('User name', { exact: true }).fill('lamp');
  await devices.getByRole('button', { name: 'Make up a password' }).click();
  const password = await devices.getByLabel('Password', { exact: true }).inputValue();
  expect(password).toMatch(/^[a-z2-9]{16}$/);
  await page.getByRole('button', { name: 'Set up', exact: true }).click();

  await expect(page.getByRole('heading', { name: 'Weir is set up' })).toBeVisible();
  await expect(page.getByText(password, { exact: true })).toBeVisible();
  await shots(page, 'done');
  expect(await mayConnect('-u', 'lamp', '-P', password)).toBe(true);
  expect(await mayConnect('-u', 'lamp', '-P', 'wrong')).toBe(false);
  expect(await mayConnect()).toBe(false);

  await page.getByRole('button', { name: 'Open the editor' }).click();
  await expectEditor(page);
  await expect(page.getByRole('button', { name: `User: ${ADMIN}` })).toBeVisible();
  const token = await tokenIn(page);
  expect((await request.get('flows')).status()).toBe(401);
  expect((await request.get('flows', { headers: bearer(token) })).status()).toBe(200);
});

test('the link is used up', async ({ page }) => {
  await page.goto(`./${LINK}`);
  await expect(page.getByRole('alert')).toHaveText(/Weir is set up/);
  await page.getByRole('button', { name: 'Open the editor' }).click();
  await expect(page.getByRole('heading', { name: 'Log in to Weir' })).toBeVisible();
});
