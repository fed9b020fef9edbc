import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { deploy } from './deploy';
import { EditorPage } from './editor-page';

const node = (id: string, type: string, more: Readonly<Record<string, unknown>>) => ({
  id,
  type,
  z: 'kitchen',
  x: 140,
  y: 140,
  wires: [],
  ...more,
});

const FLOWS = [
  { id: 'kitchen', type: 'tab', label: 'Kitchen' },
  { id: 'house', type: 'mqtt-broker', name: 'House', broker: 'localhost', port: '1' },
  node('temp', 'mqtt in', {
    name: 'Kitchen temp',
    topic: 'kitchen/temp',
    qos: '0',
    broker: 'house',
    wires: [['hot']],
  }),
  node('hot', 'switch', {
    name: 'Too hot?',
    property: 'payload',
    propertyType: 'msg',
    rules: [{ t: 'gt', v: '30', vt: 'num' }],
    checkall: 'true',
    outputs: 1,
    x: 390,
    wires: [['look', 'note']],
  }),
  node('look', 'debug', { name: 'Look', active: true, tosidebar: true, x: 640 }),
  node('note', 'debug', { name: 'Note', active: true, tosidebar: true, x: 640, y: 220 }),
];

test('what a deploy will change is seen before, and single changes are taken back', async ({
  page,
  request,
}) => {
  await deploy(request, FLOWS);
  const editor = new EditorPage(page);
  await editor.open('./');
  await editor.node(/Too hot/).click();
  await editor.fill('Value 1', '28');
  await editor.node(/Note/).click();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Other ways to deploy' }).click();
  await page.getByRole('menuitem', { name: 'Preview changes…' }).click();

  const kitchen = page.getByRole('region', { name: 'Kitchen' });
  await expect(kitchen.getByRole('listitem')).toHaveCount(2);
  await expect(kitchen).toContainText('> 30 → > 28');
  await expect(kitchen).toContainText('No longer leads to Note');
  await expect(page.getByText('1 node restarts · 1 node stops · 3 keep running')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/changes.png' });

  await page.getByRole('button', { name: 'Revert Note' }).click();
  await expect(kitchen.getByRole('listitem')).toHaveCount(1);
  await expect(page.getByText('1 node restarts · 4 keep running')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Deploy' }).click();
  await expect(page.getByText(/Deployed \d/)).toBeVisible();

  await page.keyboard.press('Control+Shift+Enter');
  await expect(page.getByText('Nothing has changed since the last deploy.')).toBeVisible();
  const flows = (await (await request.get('flows')).json()) as readonly { id: string }[];
  expect(flows.find(({ id }) => id === 'hot')).toMatchObject({
    rules: [{ t: 'gt', v: '28', vt: 'num' }],
    wires: [['look', 'note']],
  });
});
