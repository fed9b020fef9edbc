import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { EditorPage } from './editor-page';

test('what was deployed before can be brought back', async ({ page, request }) => {
  const deploy = async (name: string): Promise<void> => {
    const answer = await request.post('flows', {
      headers: { 'Node-RED-API-Version': 'v2' },
      data: {
        flows: [
          { id: 'h', type: 'tab', label: 'History' },
          { id: 'note', type: 'comment', z: 'h', name, x: 200, y: 100, wires: [] },
        ],
      },
    });
    expect(answer.ok()).toBe(true);
  };
  await deploy('Before');
  await deploy('After');
  const editor = new EditorPage(page);
  await editor.open('./');
  await expect(editor.node(/After/)).toBeVisible();
  await expect(page).toHaveURL(/#flow\/h$/);

  await page.getByRole('button', { name: 'Other ways to deploy' }).click();
  await page.getByRole('menuitem', { name: 'Earlier deploys…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Earlier deploys' });
  await expect(dialog.getByRole('listitem').first()).toContainText('Running now');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/history.png' });
  await dialog
    .getByRole('button', { name: /^Go back/ })
    .first()
    .click();

  await expect(editor.node(/Before/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
});
