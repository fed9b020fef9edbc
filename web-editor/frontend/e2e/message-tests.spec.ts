import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { deploy } from './deploy';
import { EditorPage } from './editor-page';

const FLOWS = [
  { id: 'mt', type: 'tab', label: 'Greenhouse' },
  {
    id: 'mt-group',
    type: 'group',
    z: 'mt',
    name: 'Cooling',
    nodes: ['mt-hot', 'mt-say', 'mt-fan'],
    x: 304,
    y: 59,
    w: 612,
    h: 82,
  },
  {
    id: 'mt-press',
    type: 'inject',
    z: 'mt',
    name: 'Sensor',
    props: [{ p: 'payload' }],
    payload: '31.5',
    payloadType: 'num',
    repeat: '',
    once: false,
    x: 140,
    y: 100,
    wires: [['mt-hot']],
  },
  {
    id: 'mt-hot',
    type: 'switch',
    z: 'mt',
    g: 'mt-group',
    name: 'Too hot?',
    property: 'payload',
    propertyType: 'msg',
    rules: [{ t: 'gt', v: '30', vt: 'num' }],
    checkall: 'true',
    outputs: 1,
    x: 400,
    y: 100,
    wires: [['mt-say']],
  },
  {
    id: 'mt-say',
    type: 'change',
    z: 'mt',
    g: 'mt-group',
    name: 'Say ON',
    rules: [
      { t: 'set', p: 'payload', pt: 'msg', to: 'ON', tot: 'str' },
      { t: 'set', p: 'at', pt: 'msg', to: '', tot: 'date' },
    ],
    x: 620,
    y: 100,
    wires: [['mt-fan']],
  },
  {
    id: 'mt-fan',
    type: 'debug',
    z: 'mt',
    g: 'mt-group',
    name: 'Fan',
    active: true,
    tosidebar: true,
    complete: 'payload',
    targetType: 'msg',
    x: 830,
    y: 100,
    wires: [],
  },
];

// What a node has sent is remembered as long as there is a node of that id.
test.beforeEach(async ({ request }) => {
  await deploy(request, []);
  await deploy(request, FLOWS);
  expect((await request.put('weir/tests', { data: { tests: [] } })).ok()).toBe(true);
});

test.afterEach(async ({ request }) => {
  await request.put('weir/tests', { data: { tests: [] } });
});

/** Both themes, for eyes. */
async function pictures(page: Page, name: string): Promise<void> {
  // Away from buttons, or their tooltips would be in the picture.
  await page.mouse.move(700, 600);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `e2e/screenshots/${name}-${scheme}.png` });
  }
}

test('a test is recorded of a group, named, and says when the flow does something else', async ({
  page,
}) => {
  const editor = new EditorPage(page);
  await editor.open('./');
  await editor.node(/Say ON/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Record as test…' }).click();
  const order = page.getByRole('dialog', { name: 'Record as test' });
  await order.getByRole('radio', { name: 'Group Cooling, 3 nodes' }).check();
  await pictures(page, 'record-test');
  await order.getByRole('button', { name: 'Start' }).click();

  const line = page.locator('[data-recording]');
  await expect(line).toContainText('Recording: Group Cooling, 3 nodes.');
  await page.getByRole('button', { name: 'Send Sensor' }).click();
  await expect(line).toContainText('1 of 5 messages');
  await pictures(page, 'recording');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();

  const made = page.getByRole('dialog', { name: 'New test' });
  await expect(made.getByRole('heading', { name: '1 message goes in' })).toBeVisible();
  await expect(made.getByRole('checkbox', { name: /^payload/ })).toBeChecked();
  await expect(made.getByRole('checkbox', { name: /^at/ })).not.toBeChecked();
  await pictures(page, 'new-test');
  await made.getByLabel('Name').fill('Fan follows temperature');
  await made.getByRole('button', { name: 'Keep' }).click();

  const panel = page.getByRole('region', { name: 'Tests' });
  await expect(panel.getByText('Fan follows temperature')).toBeVisible();
  await panel.getByRole('button', { name: 'Run all' }).click();
  await expect(panel.getByText('Greenhouse · passed')).toBeVisible();

  // What is edited is tested before it is deployed.
  await editor.node(/Say ON/).click();
  await editor.fill('to 1', 'on');
  await panel.getByRole('button', { name: 'Run Fan follows temperature' }).click();
  await expect(panel.getByText('Greenhouse · failed')).toBeVisible();
  await expect(panel.getByText('Message 1, payload')).toBeVisible();
  await expect(panel.getByRole('definition')).toHaveText([/^"ON"/, /^"on"/]);
  await pictures(page, 'tests');
  await panel.getByRole('checkbox', { name: 'Run them before each deploy' }).check();
  await editor.deployButton.click();
  const refused = page.getByRole('dialog', { name: 'Problems' });
  await expect(refused.getByRole('status')).toHaveText('1 of 1 tests fails');
  await expect(refused.getByRole('button', { name: 'Deploy anyway' })).toBeVisible();
  await pictures(page, 'tests-refuse');
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'payload may differ' }).click();
  await expect(panel.getByText('Greenhouse · passed')).toBeVisible();

  await panel.getByRole('button', { name: 'Edit Fan follows temperature' }).click();
  const edited = page.getByRole('dialog', { name: 'Test' });
  await expect(edited.getByRole('checkbox', { name: /^payload/ })).not.toBeChecked();
  await edited.getByLabel('Name').fill('Fan');
  await edited.getByLabel('Name').press('Enter');
  await expect(panel.getByText('Fan', { exact: true })).toBeVisible();
  await panel.getByRole('button', { name: 'Delete Fan' }).click();
  await expect(panel.getByText(/No tests yet/)).toBeVisible();
  await panel.getByRole('button', { name: 'Put back' }).click();
  await expect(panel.getByText('Fan', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'No problems' }).click();
  const problems = page.getByRole('dialog', { name: 'Problems' });
  await problems.getByRole('button', { name: 'Run all' }).click();
  await expect(problems.getByRole('status')).toHaveText('1 test passed');
  await pictures(page, 'problems-tests');
});

test('a message that passed is sent again and becomes a test, by keyboard', async ({ page }) => {
  const editor = new EditorPage(page);
  await editor.open('./');
  await page.getByRole('button', { name: 'Send Sensor' }).click();
  await editor.node(/Sensor/).focus();
  await page.keyboard.press('v');
  await page.getByRole('button', { name: /^Record as test/ }).press('Enter');
  await expect(page.getByRole('radio', { name: 'What comes after Sensor, 3 nodes' })).toBeChecked();
  await page.getByRole('button', { name: 'Start' }).press('Enter');

  const made = page.getByRole('dialog', { name: 'New test' });
  await expect(made.getByText('into Too hot?')).toBeVisible();
  await expect(made.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Sensor is hot');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Tests' });
  await panel.getByRole('button', { name: 'Run Sensor is hot' }).press('Enter');
  await expect(panel.getByText('Greenhouse · passed')).toBeVisible();
});
