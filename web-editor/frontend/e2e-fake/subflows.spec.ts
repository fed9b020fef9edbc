import { violations } from '../e2e/axe';
import { EditorPage } from '../e2e/editor-page';
import { expect, test } from './fixture';

const FLOW = [
  { id: 't', type: 'tab', label: 'Garden' },
  {
    id: 'i',
    type: 'inject',
    z: 't',
    name: 'Soil',
    props: [{ p: 'payload' }],
    payload: '12',
    payloadType: 'num',
    x: 140,
    y: 120,
    wires: [['a']],
  },
  {
    id: 'a',
    type: 'function',
    z: 't',
    name: 'Calibrate',
    func: 'return msg;',
    outputs: 1,
    x: 340,
    y: 120,
    wires: [['b']],
  },
  {
    id: 'b',
    type: 'function',
    z: 't',
    name: 'Smooth',
    func: 'return msg;',
    outputs: 1,
    x: 540,
    y: 120,
    wires: [['d']],
  },
  { id: 'd', type: 'debug', z: 't', name: 'Result', x: 740, y: 120, wires: [] },
];

test.use({ flows: ({}, use) => use(FLOW) });

test('a subflow is made of nodes, given a variable, and has another value at its instance', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/Calibrate/).click();
  await editor.node(/Smooth/).click({ modifiers: ['Shift'] });
  await editor.node(/Smooth/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Make a subflow of it' }).click();
  await expect(editor.node(/Subflow 1/)).toHaveAttribute(
    'aria-description',
    'from Soil; to Result',
  );

  await editor.node(/Subflow 1/).dblclick();
  await expect(editor.node(/Calibrate/)).toHaveAttribute(
    'aria-description',
    'from Input; to Smooth',
  );
  await expect(page.getByText('Subflow 1 is a subflow, used once.')).toBeVisible();
  await page.mouse.click(700, 600);
  await editor.fill('Name', 'Smoother');
  await page.getByRole('button', { name: 'Add to Environment variables' }).click();
  await editor.fill('Name 1', 'N');
  await editor.fill('Value 1', '5');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/subflow-inside.png' });

  await page.getByRole('button', { name: 'Output', exact: true }).click();
  await editor.wire(editor.node(/Calibrate/), 0, editor.node(/Output 2/));
  await page.getByRole('button', { name: 'Back to Garden' }).click();

  await editor.node(/Smoother/).click();
  await editor.fill('N', '8');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/subflow-instance.png' });
  await editor.deploy();

  const definition = weir.flows().find((entry) => entry.type === 'subflow');
  expect(definition).toMatchObject({
    name: 'Smoother',
    in: [{ wires: [{ id: 'a' }] }],
    out: [{ wires: [{ id: 'b', port: 0 }] }, { wires: [{ id: 'a', port: 0 }] }],
    env: [{ name: 'N', type: 'str', value: '5' }],
  });
  const instance = weir.flows().find((entry) => entry.type === `subflow:${definition!.id}`);
  expect(instance).toMatchObject({
    z: 't',
    env: [{ name: 'N', value: '8', type: 'str' }],
    wires: [['d'], []],
  });
});

test('subflows are entered, left and unpacked by keyboard alone', async ({ page, url, weir }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/Calibrate/).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('make a subflow');
  await page.keyboard.press('Enter');
  await expect(editor.node(/Subflow 1/)).toBeVisible();
  await editor.node(/Subflow 1/).focus();
  await page.keyboard.press('Shift+Enter');
  await expect(editor.node(/Calibrate/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back to Garden' })).toBeVisible();
  await page.getByRole('listbox', { name: /Subflow 1/ }).focus();
  await page.keyboard.press('Escape');
  await expect(editor.node(/Soil/)).toBeVisible();
  await editor.node(/Subflow 1/).focus();
  await page.keyboard.press(' ');
  await editor.node(/Subflow 1/).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('unpack');
  await page.keyboard.press('Enter');
  await expect(editor.node(/Calibrate/)).toBeVisible();
  await expect(editor.node(/Smooth/)).toHaveAttribute(
    'aria-description',
    'from Calibrate; to Result',
  );
  await editor.deploy();
  const soil = weir.flows().find((entry) => entry.id === 'i');
  const calibrate = weir
    .flows()
    .find((entry) => entry['name'] === 'Calibrate' && entry['z'] === 't');
  expect(soil?.['wires']).toEqual([[calibrate?.id]]);
});
