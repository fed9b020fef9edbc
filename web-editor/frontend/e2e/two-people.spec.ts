import { expect, test } from '@playwright/test';
import { deploy } from './deploy';
import { EditorPage } from './editor-page';

test('two who edit the same flow lose nothing of each other', async ({
  browser,
  page,
  request,
}) => {
  await deploy(request, [
    { id: 'p', type: 'tab', label: 'Two' },
    { id: 'left', type: 'comment', z: 'p', name: 'Left', x: 150, y: 100, wires: [] },
    { id: 'right', type: 'comment', z: 'p', name: 'Right', x: 450, y: 100, wires: [] },
  ]);
  const anna = new EditorPage(page);
  await anna.open('./');
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
  try {
    const ben = new EditorPage(await context.newPage());
    await ben.open('./');
    await anna.node(/Left/).click();
    await anna.fill('Name', 'Anna left');
    await ben.node(/Right/).click();
    await ben.fill('Name', 'Ben right');
    await ben.deploy();

    await expect(anna.node(/Ben right/)).toBeVisible();
    await expect(anna.node(/Anna left/)).toBeVisible();
    await anna.deploy();
    await expect(ben.node(/Anna left/)).toBeVisible();

    await anna.node(/Anna left/).click();
    await anna.fill('Name', 'Hers');
    await ben.node(/Anna left/).click();
    await ben.fill('Name', 'His');
    await ben.deploy();
    await page.getByRole('button', { name: 'Someone else deployed: 1 to decide' }).click();
    const dialog = page.getByRole('dialog', { name: 'Someone else has changed the same' });
    await dialog.getByRole('radio', { name: /^Theirs.*His/ }).check();
    await dialog.getByRole('button', { name: 'Go on with these' }).click();
    await expect(anna.node(/His/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
  } finally {
    await context.close();
  }
});
