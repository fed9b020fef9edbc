import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { EditorPage } from './editor-page';

const debug = (id: string, name: string, y: number) => ({
  id,
  type: 'debug',
  z: 'way',
  name,
  active: true,
  tosidebar: true,
  complete: 'payload',
  targetType: 'msg',
  x: 620,
  y,
  wires: [],
});

const FLOWS = [
  { id: 'way', type: 'tab', label: 'Way' },
  {
    id: 'way-press',
    type: 'inject',
    z: 'way',
    name: 'Sensor',
    props: [{ p: 'payload' }],
    payload: '31.5',
    payloadType: 'num',
    repeat: '',
    once: false,
    x: 140,
    y: 140,
    wires: [['way-hot']],
  },
  {
    id: 'way-hot',
    type: 'switch',
    z: 'way',
    name: 'Too hot?',
    property: 'payload',
    propertyType: 'msg',
    rules: [{ t: 'gt', v: '30', vt: 'num' }, { t: 'else' }],
    checkall: 'false',
    outputs: 2,
    x: 390,
    y: 140,
    wires: [['way-fan'], ['way-idle']],
  },
  debug('way-fan', 'Fan', 100),
  debug('way-idle', 'Idle', 200),
];

test('the way of a message stays lit on the flow until one has seen it', async ({
  page,
  request,
}) => {
  const deployed = await request.post('flows', {
    headers: { 'Node-RED-API-Version': 'v2', 'Node-RED-Deployment-Type': 'full' },
    data: { flows: FLOWS },
  });
  expect(deployed.ok()).toBe(true);
  const editor = new EditorPage(page);
  await editor.open('./');
  const hot = editor.node(/Too hot/);
  const idle = editor.node(/Idle/);
  const list = page.getByRole('list', { name: 'Where the message went' });

  await idle.focus();
  await page.keyboard.press('m');
  await expect(page.getByText('No message has passed here yet').first()).toBeVisible();

  await page.getByRole('button', { name: 'Send Sensor' }).click();
  await expect(async () => {
    await hot.click();
    await page.keyboard.press('m');
    await expect(list.getByRole('listitem')).toHaveText(
      [/1\s*Too hot\?.*passed on/, /2\s*Fan.*ended here/],
      { timeout: 1000 },
    );
  }).toPass();
  await expect(hot).toHaveAttribute('aria-description', /step 1 of the message/);
  await expect(editor.node(/Fan/)).toHaveAttribute('aria-description', /step 2 of the message/);
  await expect(idle).toHaveClass(/cardDimmed/);
  await expect(editor.node(/Sensor/)).not.toHaveClass(/cardDimmed/);
  await page.mouse.move(700, 700);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `e2e/screenshots/message-path-${scheme}.png` });
  }

  await hot.focus();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(idle).not.toHaveClass(/cardDimmed/);

  // The same for the wire that a message has passed, and the list ends it too.
  const from = await editor.node(/Sensor/).boundingBox();
  const to = await hot.boundingBox();
  if (from === null || to === null) throw new Error('The flow is not on the screen');
  await page.mouse.click((from.x + from.width + to.x) / 2 + 55, from.y + from.height / 2);
  await page.keyboard.press('m');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Close the way of the message' }).click();
  await expect(idle).not.toHaveClass(/cardDimmed/);
});
