import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { deploy } from './deploy';
import { EditorPage } from './editor-page';

const at = (id: string, type: string, more: Readonly<Record<string, unknown>>) => ({
  id,
  type,
  z: 'way',
  x: 140,
  y: 140,
  wires: [],
  ...more,
});

test('a topic is given another name wherever it is written', async ({ page, request }) => {
  await deploy(request, [
    { id: 'way', type: 'tab', label: 'Greenhouse' },
    at('say', 'inject', { name: 'Say', topic: 'greenhouse/fan', props: [], wires: [['code']] }),
    at('code', 'function', {
      name: 'Code',
      func: "// all of it\nmsg.topic = 'greenhouse/' + msg.topic;\nreturn msg;",
      outputs: 1,
      x: 390,
    }),
  ]);
  const editor = new EditorPage(page);
  await editor.open('./');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('greenhouse/');
  await page.getByRole('button', { name: 'Replace text…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace text' });
  await dialog.getByLabel('Replace with').fill('garden/');
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog).toContainText("msg.topic = 'garden/' + msg.topic;");
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/replace.png' });

  await dialog.getByRole('button', { name: 'Replace 2' }).click();
  await expect(page.getByRole('button', { name: 'Deploy · 2' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
});
