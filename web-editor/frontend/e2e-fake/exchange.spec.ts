import { readFile } from 'node:fs/promises';
import { violations } from '../e2e/axe';
import { EditorPage } from '../e2e/editor-page';
import { expect, test } from './fixture';

const COMING = [
  { id: 't9', type: 'tab', label: 'Cellar' },
  {
    id: 'm',
    type: 'mqtt in',
    z: 't9',
    name: 'Water',
    topic: 'cellar/water',
    broker: 'k',
    x: 100,
    y: 100,
    wires: [['u', 'n6']],
  },
  { id: 'u', type: 'ui_chart', z: 't9', name: 'Chart', x: 300, y: 100, wires: [] },
  { id: 'n6', type: 'debug', z: 't9', name: 'Look', x: 300, y: 160, wires: [] },
  { id: 'k', type: 'mqtt-broker', name: 'Old Pi', broker: '127.0.0.1', port: '1884' },
];

test('a flow from a forum is put right and looked at before it is brought in', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await page.keyboard.press('Control+i');
  const dialog = page.getByRole('dialog', { name: 'Import flows' });
  const text = dialog.getByRole('textbox', { name: 'Text of the flow' });
  await expect(text).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();

  const whole = JSON.stringify(COMING, null, 1).replaceAll('"', '”');
  await text.fill('```json\n' + whole.slice(0, -40));
  await expect(dialog.getByText('The end is missing')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/import-cut.png' });

  await text.fill('```json\n' + whole + '\n```');
  await expect(dialog.getByText('1 flow, 3 nodes, and 1 shared setting')).toBeVisible();
  await expect(dialog.getByText('Typographic quotes were made straight.')).toBeVisible();
  await expect(dialog.getByText(/don’t run: ui_chart/)).toBeVisible();
  await expect(dialog.getByText('1 of these is here already')).toBeVisible();
  await expect(
    dialog.getByRole('checkbox', { name: /Old Pi \(127\.0\.0\.1:1884\)/ }),
  ).toBeChecked();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `e2e/screenshots/import-${theme}.png` });
  }

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(weir.flows().some((entry) => entry['label'] === 'Cellar')).toBe(false);
});

test('a file that is dropped onto the page is imported in one step', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'flows.json', { type: 'application/json' }));
    return data;
  }, JSON.stringify(COMING));
  await page.dispatchEvent('[data-canvas]', 'drop', { dataTransfer: transfer });
  const dialog = page.getByRole('dialog', { name: 'Import flows' });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Cellar' })).toHaveAttribute('aria-selected', 'true');
  await expect(editor.node(/Water/)).toHaveAttribute('aria-description', 'to Chart, Look');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('tab', { name: 'Cellar' })).toHaveCount(0);
  await page.keyboard.press('Control+y');
  await page.keyboard.press('Control+d');
  await page.getByRole('button', { name: 'Deploy anyway' }).click();
  await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
  const flows = weir.flows();
  const cellar = flows.find((entry) => entry['label'] === 'Cellar');
  const water = flows.find((entry) => entry['name'] === 'Water');
  expect(water?.['z']).toBe(cellar?.id);
  expect(flows.find((entry) => entry.id === water?.['broker'])).toMatchObject({
    name: 'Old Pi',
    broker: 'localhost',
  });
  // The node here that had the same id is what it was.
  expect(flows.find((entry) => entry.id === 'n6')).toMatchObject({ type: 'inject', z: 't1' });
});

test('a flow is exported as a file, and replaces itself without a difference', async ({
  page,
  url,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export flows' });
  await dialog.getByRole('radio', { name: 'All flows' }).check();
  await dialog.getByRole('radio', { name: 'Readable' }).check();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/export.png' });
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('flows.json');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain('\n        "id"');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

  await page.keyboard.press('Control+i');
  const again = page.getByRole('dialog', { name: 'Import flows' });
  await again.locator('input[type=file]').setInputFiles({
    name: 'flows.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await again.getByRole('radio', { name: /^Replace/ }).check();
  await again.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(again.getByText(/All of this is here already/)).toBeVisible();
});
