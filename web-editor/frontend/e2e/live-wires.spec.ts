import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { deploy } from './deploy';
import { EditorPage } from './editor-page';

const FLOWS = [
  { id: 'live', type: 'tab', label: 'Greenhouse' },
  {
    id: 'press',
    type: 'inject',
    z: 'live',
    name: 'Sensor',
    props: [{ p: 'payload' }],
    payload: '21.5',
    payloadType: 'num',
    repeat: '',
    once: false,
    x: 140,
    y: 100,
    wires: [['hot']],
  },
  {
    id: 'hot',
    type: 'switch',
    z: 'live',
    name: 'Too hot?',
    property: 'payload',
    propertyType: 'msg',
    rules: [{ t: 'gt', v: '23', vt: 'num' }],
    checkall: 'true',
    outputs: 1,
    x: 460,
    y: 100,
    wires: [['fan']],
  },
  {
    id: 'fan',
    type: 'debug',
    z: 'live',
    name: 'Fan',
    active: true,
    tosidebar: true,
    complete: 'payload',
    targetType: 'msg',
    x: 720,
    y: 100,
    wires: [],
  },
];

// What a node has sent is remembered as long as there is a node of that id.
test.beforeEach(async ({ request }) => {
  await deploy(request, []);
  await deploy(request, FLOWS);
});

test('a wire shows what it carries, and its messages can be sent again, changed and followed', async ({
  page,
}) => {
  const editor = new EditorPage(page);
  await editor.open('./');
  await page.getByRole('button', { name: 'Send Sensor' }).click();

  const sensor = await editor.node(/Sensor/).boundingBox();
  const hot = await editor.node(/Too hot/).boundingBox();
  if (sensor === null || hot === null) throw new Error('The flow is not on the screen');
  await page.mouse.dblclick(
    (sensor.x + sensor.width + hot.x) / 2 + 40,
    sensor.y + sensor.height / 2,
  );
  const list = page.getByRole('list', { name: 'Latest messages, newest first' });
  await expect(page.getByRole('heading', { name: 'Sensor, output 1' })).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list).toContainText('21.5');

  await list.getByRole('button', { name: 'Send again' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(2);

  await list.getByRole('button', { name: 'Edit and send' }).first().click();
  await page.getByLabel('Message', { exact: true }).fill('{"payload": 30}');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.getByRole('listitem').first()).toContainText('30');

  await list.getByRole('button', { name: 'Where it went' }).first().click();
  const path = page.getByRole('list', { name: 'Where the message went' });
  await expect(path.getByRole('listitem')).toHaveText([/Too hot\?.*passed on/, /Fan.*ended here/]);
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/live-wires.png' });

  await page.getByRole('button', { name: 'Wires: live' }).click();
  await expect(page.getByRole('button', { name: 'Wires: still' })).toBeVisible();
});

test('what comes out of a node is one key away', async ({ page }) => {
  const editor = new EditorPage(page);
  await editor.open('./');
  await editor.node(/Sensor/).focus();
  await page.keyboard.press('v');

  await expect(page.getByRole('heading', { name: 'Sensor, output 1' })).toBeVisible();
  await expect(page.getByText('Nothing has come out here yet')).toBeVisible();
});

test('a form shows what the node would do with the latest message', async ({ page }) => {
  const editor = new EditorPage(page);
  await editor.open('./');
  await page.getByRole('button', { name: 'Send Sensor' }).click();
  await editor.node(/Too hot/).click();
  const preview = page.getByRole('region', { name: 'Live preview' });
  await expect(preview).toContainText('from Sensor');
  await expect(preview).toContainText('Nothing is sent');

  await editor.fill('Value 1', '20');
  await expect(preview).toContainText('The message goes on as it came');

  await preview.getByRole('button', { name: 'Try another message' }).click();
  await preview.getByLabel('Message to try').fill('{"payload": 19}');
  await expect(preview).toContainText('Nothing is sent');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/live-preview.png' });
});
