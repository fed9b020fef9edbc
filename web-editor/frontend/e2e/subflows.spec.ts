import { expect, test } from '@playwright/test';
import { deploy } from './deploy';
import { EditorPage } from './editor-page';

const FLOWS = [
  { id: 'way', type: 'tab', label: 'Way' },
  {
    id: 'way-press',
    type: 'inject',
    z: 'way',
    name: 'Press',
    props: [{ p: 'payload' }],
    payload: '5',
    payloadType: 'num',
    repeat: '',
    once: false,
    x: 140,
    y: 140,
    wires: [['way-times']],
  },
  {
    id: 'way-times',
    type: 'function',
    z: 'way',
    name: 'Times',
    func: 'msg.payload = `${msg.payload * env.get("FACTOR")} by ${env.get("PLACE")}`; return msg;',
    outputs: 1,
    x: 390,
    y: 140,
    wires: [['way-look']],
  },
  {
    id: 'way-look',
    type: 'debug',
    z: 'way',
    name: 'Look',
    active: true,
    tosidebar: true,
    complete: 'payload',
    targetType: 'msg',
    x: 620,
    y: 140,
    wires: [],
  },
];

test('instances of a subflow run with their own values, in the group and flow around them', async ({
  page,
  request,
}) => {
  await deploy(request, FLOWS);
  const editor = new EditorPage(page);
  await editor.open('./');
  await editor.fill('Description', 'All that is watered');
  await page.getByRole('button', { name: 'Add to Environment variables' }).click();
  await editor.fill('Name 1', 'PLACE');
  await editor.fill('Value 1', 'the flow');

  await editor.node(/Times/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Make a subflow of it' }).click();
  await editor.node(/Subflow 1/).dblclick();
  await page.getByRole('button', { name: 'Add to Environment variables' }).click();
  await editor.fill('Name 1', 'FACTOR');
  await editor.choose('Type of Value 1', 'number');
  await editor.fill('Value 1', '2');
  await page.getByRole('button', { name: 'Back to Way' }).click();
  await editor.deploy();
  await editor.showLive();
  await page.getByRole('button', { name: 'Send Press' }).click();
  await expect(editor.messages.getByText('10 by the flow')).toBeVisible();

  await page.getByRole('tab', { name: 'Edit', exact: true }).click();
  await editor.node(/Subflow 1/).click();
  await editor.fill('FACTOR', '3');
  await editor.node(/Subflow 1/).click();
  await page.keyboard.press('Control+Shift+g');
  await page.getByRole('button', { name: 'Add to Environment variables' }).click();
  await editor.fill('Name 1', 'PLACE');
  await editor.fill('Value 1', 'the group');
  await editor.deploy();
  await editor.showLive();
  await page.getByRole('button', { name: 'Send Press' }).click();
  await expect(editor.messages.getByText('15 by the group')).toBeVisible();
});
