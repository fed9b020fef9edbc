import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { EditorPage } from './editor-page';
import { publish, Subscriber } from './mosquitto';

test('a topic that a device sends to is found, dragged into the flow and answered', async ({
  page,
  request,
}) => {
  await request.post('flows', {
    headers: { 'Node-RED-API-Version': 'v2', 'Node-RED-Deployment-Type': 'full' },
    data: { flows: [] },
  });
  const editor = new EditorPage(page);
  await editor.open('./');
  await page.getByRole('button', { name: 'Topics' }).click();
  const panel = page.getByRole('region', { name: 'Topics' });
  await publish('house/hall/light', 'on');
  await panel.getByRole('button', { name: 'Unfold house', exact: true }).click();
  await panel.getByRole('button', { name: 'Unfold house/hall' }).click();
  const light = panel.getByRole('button', { name: /^light/ });
  await expect(light).toContainText('on');
  await publish('house/hall/light', 'off');
  await expect(light).toContainText('off');

  const row = await light.boundingBox();
  if (row === null) throw new Error('The topic is not on the screen');
  await editor.drag({ x: row.x + 20, y: row.y + 10 }, { x: 600, y: 300 });
  await expect(editor.field('Topic')).toHaveValue('house/hall/light');

  await light.click();
  expect(await violations(page)).toEqual([]);
  const heard = new Subscriber('house/hall/light');
  try {
    await expect.poll(() => heard.isListening()).toBe(true);
    await panel.getByRole('button', { name: 'Publish…' }).click();
    await panel.getByLabel('Message').fill('dim');
    await page.screenshot({ path: 'e2e/screenshots/topics.png' });
    await panel.getByLabel('Message').press('Control+Enter');
    await expect.poll(() => heard.heard).toContain('dim');
  } finally {
    heard.stop();
  }
  await expect(light).toContainText('dim');
});
