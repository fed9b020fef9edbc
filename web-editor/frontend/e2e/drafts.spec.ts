import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { deploy } from './deploy';
import { EditorPage } from './editor-page';

test('what is edited at one device goes on at another', async ({ browser, page, request }) => {
  await deploy(request, [
    { id: 'd', type: 'tab', label: 'Drafts' },
    { id: 'note', type: 'comment', z: 'd', name: 'Deployed', x: 200, y: 100, wires: [] },
  ]);
  const laptop = new EditorPage(page);
  await laptop.open('./');
  await laptop.node(/Deployed/).click();
  await laptop.fill('Name', 'From the laptop');
  await expect(page.getByText(/^Kept on this device and in Weir/)).toBeVisible();

  const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
  try {
    const tablet = new EditorPage(await context.newPage());
    await tablet.show('./');
    const offer = tablet.page.getByRole('group', { name: 'Draft of another device' });
    await expect(offer).toContainText(/Continue the draft from Chrome on Linux\? 1 edit, /);
    expect(await violations(tablet.page)).toEqual([]);
    await tablet.page.screenshot({ path: 'e2e/screenshots/draft-offered.png' });
    await expect(tablet.node(/Deployed/)).toBeVisible();
    await offer.getByRole('button', { name: 'Continue' }).click();
    await expect(tablet.node(/From the laptop/)).toBeVisible();
    await expect(offer).toHaveCount(0);
    await expect(tablet.page.getByText(/^Kept on this device and in Weir/)).toBeVisible();
    await tablet.deploy();
    await expect.poll(async () => (await request.get('weir/draft')).status()).toBe(204);
  } finally {
    await context.close();
  }
});
