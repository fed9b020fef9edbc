import type { Locator, Page } from '@playwright/test';
import { violations } from '../e2e/axe';
import { EditorPage } from '../e2e/editor-page';
import { expect, test } from './fixture';

interface Place {
  readonly x: number;
  readonly y: number;
}

async function boxOf(card: Locator): Promise<Place & { width: number; height: number }> {
  const box = await card.boundingBox();
  if (box === null) throw new Error('the card is not in view');
  return box;
}

/** A place on the frame of the sample's group: left of its first node, in the same row. */
async function onFrame(editor: EditorPage): Promise<Place> {
  const card = await boxOf(editor.node(/Kitchen temp/));
  return { x: card.x - 20, y: card.y + card.height / 2 };
}

/** The sample has problems, which one is asked about. */
async function deploy(page: Page): Promise<void> {
  await page.keyboard.press('Control+d');
  await page.getByRole('button', { name: 'Deploy anyway' }).click();
  await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
}

function selected(page: Page): Locator {
  return page.getByRole('option', { selected: true });
}

test('a group is selected at its frame, renamed, and moved with all that is in it', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  const frame = await onFrame(editor);
  await page.mouse.click(frame.x, frame.y);
  await expect(page.getByRole('heading', { name: /Too hot → fan on/ })).toContainText('4 nodes');
  await editor.fill('Name', 'Fan');
  await page.getByRole('radio', { name: 'Green' }).check({ force: true });
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'e2e/screenshots/group.png' });

  const before = await boxOf(editor.node(/Say ON/));
  await editor.drag(frame, { x: frame.x, y: frame.y + 90 });
  const after = await boxOf(editor.node(/Say ON/));
  expect(Math.round(after.x - before.x)).toBe(0);
  expect(after.y - before.y).toBeGreaterThan(60);
  await deploy(page);
  const group = weir.flows().find((entry) => entry.id === 'g1');
  expect(group).toMatchObject({ name: 'Fan', style: { stroke: '#3f8a4d', fill: '#3f8a4d' } });
  expect(group?.['nodes']).toEqual(['n1', 'n2', 'n3', 'n4']);
});

test('nodes are dragged into a group and out of it', async ({ page, url, weir }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  const outside = await boxOf(editor.node(/Try it/));
  const inside = await boxOf(editor.node(/Kitchen temp/));
  const middle = { x: outside.x + outside.width / 3, y: outside.y + outside.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x, inside.y + inside.height + 20, { steps: 8 });
  await page.screenshot({ path: 'e2e/screenshots/group-drop.png' });
  await page.mouse.up();
  await deploy(page);
  expect(weir.flows().find((entry) => entry.id === 'n6')?.['g']).toBe('g1');

  const now = await boxOf(editor.node(/Try it/));
  await editor.drag(
    { x: now.x + now.width / 3, y: now.y + now.height / 2 },
    { x: now.x + now.width / 3, y: now.y + 260 },
  );
  await deploy(page);
  expect(weir.flows().find((entry) => entry.id === 'n6')).not.toHaveProperty('g');
  expect(weir.flows().find((entry) => entry.id === 'g1')?.['nodes']).toEqual([
    'n1',
    'n2',
    'n3',
    'n4',
  ]);
});

test('groups are made, entered and taken away by keyboard alone', async ({ page, url, weir }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/Try it/).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('g');
  await expect(page.getByRole('status').first()).toContainText(
    'Too hot → fan on selected, 4 nodes',
  );
  await page.keyboard.press('Control+Shift+u');
  await expect(selected(page)).toHaveCount(4);
  await page.keyboard.press('Control+Shift+g');
  await page.keyboard.press('Enter');
  await expect(editor.field('Name')).toBeFocused();
  await page.keyboard.type('Mine');
  await page.keyboard.press('Control+Enter');
  await deploy(page);
  const groups = weir.flows().filter((entry) => entry.type === 'group');
  expect(groups.map((group) => group['name'])).toEqual(['Mine']);
  expect(new Set(groups[0]?.['nodes'] as string[])).toEqual(new Set(['n1', 'n2', 'n3', 'n4']));
});

test('nodes of different groups are not grouped, and one is told why', async ({ page, url }) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  await editor.node(/Kitchen temp/).click();
  await editor.node(/Try it/).click({ modifiers: ['Shift'] });
  await editor.node(/Try it/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Group/ }).click();
  await expect(page.getByText(/stand in different groups/).first()).toBeVisible();
});

test('a note is written by one key, into the group that the pointer is in', async ({
  page,
  url,
  weir,
}) => {
  const editor = new EditorPage(page);
  await editor.open(url);
  const frame = await onFrame(editor);
  await editor.node(/Kitchen temp/).click();
  await page.mouse.move(frame.x + 30, frame.y + 70);
  await page.keyboard.press('n');
  await expect(editor.field('Name')).toBeFocused();
  await page.keyboard.type('Fan from May on');
  await page.keyboard.press('Control+Enter');
  await deploy(page);
  expect(weir.flows().find((entry) => entry.type === 'comment')).toMatchObject({
    name: 'Fan from May on',
    g: 'g1',
  });
});
