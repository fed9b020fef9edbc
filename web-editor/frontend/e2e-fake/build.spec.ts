import { EditorPage } from '../e2e/editor-page';
import { buildByKeyboard, buildByPointer } from '../e2e/greenhouse';
import { MQTT_PORT } from '../dev/fake-weir';
import { expect, test } from './fixture';

test.use({ flows: ({}, use) => use([]) });

test('the greenhouse alarm is built by pointer and arrives in the engine', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await buildByPointer(editor);
  await editor.deploy();
  expect(
    weir
      .flows()
      .map((n) => n.type)
      .sort(),
  ).toEqual(['debug', 'function', 'mqtt in', 'mqtt out', 'mqtt-broker', 'switch', 'tab'].sort());
  expect(weir.flows().find((n) => n.type === 'mqtt-broker')).toMatchObject({
    broker: 'localhost',
    port: MQTT_PORT,
  });
});

test('the greenhouse alarm is built by keyboard and arrives in the engine', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await buildByKeyboard(editor);
  await page.keyboard.press('Control+d');
  await editor.expectDeployed();
  const decide = weir.flows().find((n) => n.type === 'switch');
  expect(decide).toMatchObject({ rules: [{ t: 'gt', v: '75', vt: 'num' }] });
  expect((decide?.['wires'] as string[][])[0]).toHaveLength(2);
});
