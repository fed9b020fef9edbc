import { violations } from '../e2e/axe';
import { EditorPage } from '../e2e/editor-page';
import { expect, sampleFlows, test } from './fixture';

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the main states, ${theme}`, async ({ page, url }) => {
    await page.emulateMedia({ colorScheme: theme });
    const editor = new EditorPage(page);
    await editor.open(url);
    expect(await violations(page)).toEqual([]);

    await editor.node(/Too hot/).click();
    await expect(editor.field('Name')).toHaveValue('Too hot?');
    expect(await violations(page)).toEqual([]);

    await editor.node(/°C/).click();
    await expect(page.locator('.cm-content').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await editor.node(/Kitchen temp/).click();
    await page.getByRole('button', { name: 'Edit Broker' }).click();
    await expect(editor.field('Server')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Send Try it' }).click();
    await editor.showLive();
    await page.getByRole('button', { name: /^Unfold/ }).click();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('tab', { name: 'Help' }).click();
    await editor.node(/Kitchen temp/).click();
    await page.getByRole('tab', { name: 'Help' }).click();
    await expect(page.getByRole('heading', { name: 'mqtt in' })).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Flows' }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Shared settings' }).click();
    expect(await violations(page)).toEqual([]);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('debug');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: /problems/ }).click();
    await expect(page.getByRole('dialog', { name: 'Problems' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
}

test('nothing moves for those who asked their system for less motion', async ({ page, url }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  const editor = new EditorPage(page);
  await editor.open(url);
  const moving = (): Promise<number> =>
    page.evaluate(async () => {
      // A theme that changes is a new colour for nearly everything on the page.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return document.getAnimations().length;
    });
  expect(await moving()).toBe(0);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator(':root')).toHaveAttribute('data-theme', 'dark');
  expect(await moving()).toBe(0);
});

test('a reload in the middle of editing loses nothing, and undo goes on', async ({ page, url }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/Too hot/).click();
  await editor.fill('Name', 'Far too hot');
  await editor.node(/Say ON/).click();
  await page.keyboard.press('Delete');
  await expect(editor.node(/Say ON/)).toHaveCount(0);
  await expect(page.getByText(/Kept on this device/)).toBeVisible();
  await page.reload();
  await expect(editor.node(/Far too hot/)).toBeVisible();
  await expect(editor.node(/Say ON/)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(editor.node(/Say ON/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(editor.node(/^Too hot/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
});

test('what someone else deployed is taken over quietly when nothing was edited', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  const flows = sampleFlows().map((n) => (n.id === 'n2' ? { ...n, name: 'Theirs' } : n));
  weir.deployElsewhere(flows);
  await expect(editor.node(/Theirs/)).toBeVisible();
});

test('what someone else deployed goes together with other edits', async ({ page, url, weir }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/°C/).click();
  await editor.fill('Name', 'to °F');
  weir.deployElsewhere(sampleFlows().map((n) => (n.id === 'n2' ? { ...n, name: 'Theirs' } : n)));
  await expect(editor.node(/Theirs/)).toBeVisible();
  await expect(editor.node(/to °F/)).toBeVisible();
  await editor.deployButton.click();
  await page.getByRole('button', { name: 'Deploy anyway' }).click();
  await editor.expectDeployed();
  expect(weir.flows().find((n) => n.id === 'n2')).toMatchObject({ name: 'Theirs' });
  expect(weir.flows().find((n) => n.id === 'n8')).toMatchObject({ name: 'to °F' });
});

test('a conflict overwrites nothing until one says so', async ({ page, url, weir }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/Too hot/).click();
  await editor.fill('Name', 'Mine');
  weir.deployElsewhere(sampleFlows().map((n) => (n.id === 'n2' ? { ...n, name: 'Theirs' } : n)));
  await expect(
    page.getByRole('button', { name: 'Someone else deployed: 1 to decide' }),
  ).toBeVisible();
  await editor.deployButton.click();
  await page.getByRole('button', { name: 'Deploy anyway' }).click();
  const dialog = page.getByRole('dialog', { name: 'Someone else has changed the same' });
  await expect(dialog).toBeVisible();
  expect(weir.flows().find((n) => n.id === 'n2')).toMatchObject({ name: 'Theirs' });
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/conflict.png' });
  await dialog.getByRole('radio', { name: /^Mine/ }).check();
  await dialog.getByRole('button', { name: 'Go on with these' }).click();
  await editor.deployButton.click();
  await page.getByRole('button', { name: 'Deploy anyway' }).click();
  await editor.expectDeployed();
  expect(weir.flows().find((n) => n.id === 'n2')).toMatchObject({ name: 'Mine' });
});

test('problems that the engine reports are marked on their nodes', async ({ page, url, weir }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/°C/).click();
  await editor.fill('Name', 'to °F');
  weir.refuseNext(400, {
    code: 'invalid_flow',
    message: 'one problem',
    problems: [{ nodeId: 'n8', severity: 'error', text: 'line 2: no such name', property: 'func' }],
  });
  await editor.deployButton.click();
  await page.getByRole('button', { name: 'Deploy anyway' }).click();
  await expect(page.getByText('line 2: no such name')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(editor.node(/to °F.*1 problem/)).toBeVisible();
  await expect(page.getByText(/Not deployed: one problem/).first()).toBeVisible();
});

test('a flow that is stuck is named, with the way to the node', async ({ page, url, weir }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  const topic = 'notification/flow-stuck/f1';
  const text = 'flow Kitchen is stuck in function °C → °F';
  weir.publish(topic, { type: 'error', text, z: 'f1', id: 'n8' });
  const line = page.getByRole('alert').filter({ hasText: text });
  await line.getByRole('button', { name: 'Show this node' }).click();
  await expect(editor.field('Name')).toHaveValue('°C → °F');
  expect(await violations(page)).toEqual([]);

  weir.publish(topic, {});
  await expect(line).toHaveCount(0);

  weir.publish(topic, { type: 'error', text, z: 'f1', id: 'n8' });
  await line.getByRole('button', { name: 'Dismiss' }).click();
  await expect(line).toHaveCount(0);
});

test('a lost connection is shown, editing goes on, and it comes back', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  weir.cutComms(true);
  await expect(page.getByRole('button', { name: /Reconnecting/ })).toBeVisible();
  await editor.node(/Too hot/).click();
  await editor.fill('Name', 'Still editing');
  await expect(editor.deployButton).toBeDisabled();
  weir.cutComms(false);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await expect(editor.deployButton).toBeEnabled();
  await editor.showLive();
  await expect(editor.messages.getByText('Connected to Weir again')).toBeVisible();
});

test('opening and deploying an unchanged flow sends the same bytes', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  const before = JSON.stringify(weir.flows());
  await page.getByRole('button', { name: 'Other ways to deploy' }).click();
  await page.getByRole('menuitem', { name: 'Deploy everything' }).click();
  await page.getByRole('button', { name: 'Deploy anyway' }).click();
  await expect(page.getByText(/^Deployed \d/)).toBeVisible();
  expect(JSON.stringify(weir.flows())).toBe(before);
});

test('nodes are copied, cut, pasted and duplicated by key', async ({ page, url, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/Say ON/).click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(editor.node(/Say ON/)).toHaveCount(2);
  await page.keyboard.press('Control+x');
  await expect(editor.node(/Say ON/)).toHaveCount(1);
  await editor.node(/Say ON/).click();
  await page.keyboard.press('Control+Shift+d');
  await expect(editor.node(/Say ON/)).toHaveCount(2);
});

test('who types on after Ctrl+F loses no letter', async ({ page, url }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  // Nothing can happen in between: the next letter is at best the next task.
  const isInField = await page.evaluate(() => {
    const key = { key: 'f', ctrlKey: true, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent('keydown', key));
    return document.activeElement?.hasAttribute('data-filter');
  });
  expect(isInField).toBe(true);
});

test('what is in nodes is found, and one goes from one to the next', async ({ page, url }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await page.keyboard.press('Control+f');
  const panel = page.getByRole('region', { name: 'Flows' });
  const field = panel.getByRole('searchbox', { name: 'Find in flows' });
  await expect(field).toBeFocused();
  await field.fill('payload');
  await expect(panel.getByRole('status')).toHaveText(/^\d+ found$/);
  await expect(panel.getByRole('button', { name: /°C → °F func: / })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/find.png' });

  await field.fill('type:change say');
  await page.keyboard.press('F3');
  await expect(editor.field('Name')).toHaveValue('Say ON');
  await page.keyboard.press('F3');
  await expect(editor.field('Name')).toHaveValue('Say OFF');
  await page.keyboard.press('F3');
  await expect(editor.field('Name')).toHaveValue('Say ON');

  await field.fill('is:unused broker');
  await expect(panel.getByRole('status')).toContainText('Nothing has');
  await field.fill('name:broker');
  await panel.getByRole('button', { name: /Built-in broker/ }).click();
  await expect(editor.field('Server')).toBeVisible();
});

test('a node dropped onto a wire goes into it', async ({ page, url }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  const from = (await editor.node(/Try it/).boundingBox())!;
  const to = (await editor.node(/°C/).boundingBox())!;
  await editor.dragFromPalette('json', (from.x + from.width + to.x) / 2, from.y + from.height / 2);
  await expect(editor.node(/^json/)).toHaveAttribute('aria-description', 'from Try it; to °C → °F');
});

test('the page obeys a strict content security policy', async ({ page, url }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/°C/).click();
  await expect(page.locator('.cm-content').first()).toBeVisible();
  await editor.node(/Too hot/).click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  expect(complaints).toEqual([]);
});
