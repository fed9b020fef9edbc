import { expect, test, type APIRequestContext } from '@playwright/test';
import { EditorPage } from './editor-page';
import { buildByKeyboard, buildByPointer, IN, OUT } from './greenhouse';
import { publish, Subscriber } from './mosquitto';

const SHOTS = 'e2e/screenshots';

/** Each test begins with an engine that has no flows. */
async function emptyFlows(request: APIRequestContext): Promise<void> {
  const answer = await request.post('flows', {
    headers: { 'Node-RED-API-Version': 'v2', 'Node-RED-Deployment-Type': 'full' },
    data: { flows: [] },
  });
  expect(answer.ok()).toBe(true);
}

/** Sends temperatures through the flow until the alarm is heard, and checks what is seen. */
async function expectAlarm(editor: EditorPage, shot: string): Promise<void> {
  const { page } = editor;
  const alarm = new Subscriber(OUT);
  try {
    await expect.poll(() => alarm.isListening()).toBe(true);
    await expect(editor.node(new RegExp(IN))).toContainText('connected');
    await editor.showLive();
    await publish(IN, '21.5');
    await publish(IN, '30');
    await expect.poll(() => alarm.heard).toEqual(['86']);
    await expect(editor.messages.getByText('86', { exact: true })).toBeVisible();
    // 21.5 °C is 70.7 °F: not hot enough to get past the switch.
    await expect(editor.messages.getByText('70.7')).toHaveCount(0);
    await page.screenshot({ path: `${SHOTS}/${shot}.png` });
  } finally {
    alarm.stop();
  }
}

async function expectAllThereAfterReload(editor: EditorPage): Promise<void> {
  await editor.page.reload();
  await expect(editor.page.getByRole('listbox', { name: /5 nodes/ })).toBeVisible();
  await expect(editor.node(new RegExp(OUT))).toHaveAttribute('aria-description', /from/);
  await expect(editor.page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
}

test.beforeEach(({ request }) => emptyFlows(request));

test('a greenhouse alarm is built by pointer, deployed and seen to work', async ({ page }) => {
  const editor = new EditorPage(page);
  await editor.open('./');
  // The tab that it begins with is nobody's edit.
  await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
  await buildByPointer(editor);
  await editor.deploy();
  await expectAlarm(editor, 'greenhouse-pointer');
  await expectAllThereAfterReload(editor);
});

test('the same alarm is built by keyboard alone', async ({ page }) => {
  const editor = new EditorPage(page);
  await editor.open('./');
  await buildByKeyboard(editor);
  await page.keyboard.press('Control+d');
  await editor.expectDeployed();
  await expectAlarm(editor, 'greenhouse-keyboard');
  await expectAllThereAfterReload(editor);
});
