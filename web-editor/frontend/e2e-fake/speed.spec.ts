import type { Page } from '@playwright/test';
import { expect, test } from './fixture';

type Flow = Parameters<typeof import('../dev/fake-weir').startFakeWeir>[0]['flows'];

/** Chains of five nodes, row under row, as large flows tend to look. */
function largeFlow(nodes: number): NonNullable<Flow> {
  const types = ['inject', 'function', 'switch', 'change', 'debug'];
  const flow = Array.from({ length: nodes }, (_, i) => {
    const column = i % 5;
    const type = types[column] ?? 'debug';
    const row = Math.floor(i / 5);
    return {
      id: `n${i}`,
      type,
      z: 't',
      name: `${type} ${i}`,
      func: 'return msg;',
      outputs: 1,
      rules: type === 'switch' ? [{ t: 'gt', v: '30', vt: 'num' }] : [],
      x: 120 + column * 200 + Math.floor(row / 60) * 1100,
      y: 80 + (row % 60) * 60,
      wires: column < 4 ? [[`n${i + 1}`]] : [],
    };
  });
  return [{ id: 't', type: 'tab', label: 'Large' }, ...flow];
}

interface Frames {
  readonly fps: number;
  readonly p95: number;
}

/** Frame times while a gesture runs, measured in the page. */
async function frames(page: Page, gesture: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { frameTimes: times, frameStop: false });
    let last = performance.now();
    const tick = (now: number): void => {
      times.push(now - last);
      last = now;
      if (!(window as unknown as { frameStop: boolean }).frameStop) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await gesture();
  const times = await page.evaluate(() => {
    const w = window as unknown as { frameTimes: number[]; frameStop: boolean };
    w.frameStop = true;
    return w.frameTimes.slice(1);
  });
  const sorted = [...times].sort((a, b) => a - b);
  const mean = times.reduce((sum, t) => sum + t, 0) / times.length;
  return {
    fps: Math.round(1000 / mean),
    p95: Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
  };
}

async function sweep(
  page: Page,
  from: { x: number; y: number },
  modifier?: 'Space',
): Promise<void> {
  if (modifier !== undefined) await page.keyboard.down(modifier);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let i = 0; i < 90; i++) {
    await page.mouse.move(from.x + Math.sin(i / 12) * 250, from.y + Math.sin(i / 9) * 150);
  }
  await page.mouse.up();
  if (modifier !== undefined) await page.keyboard.up(modifier);
}

for (const [nodes, opensWithin, leastFps] of [
  [1000, 2400, 27],
  [3000, 4000, 22],
] as const) {
  test.describe(`${nodes} nodes`, () => {
    test.use({ flows: ({}, use) => use(largeFlow(nodes)) });

    test('open, drag and pan fast enough', async ({ page, url }) => {
      test.setTimeout(120_000);
      const started = Date.now();
      await page.goto(url);
      await expect(page.locator('[data-node]').first()).toBeVisible();
      const opened = Date.now() - started;
      await page
        .getByRole('option', { name: /^function 6/ })
        .first()
        .click();
      const box = (await page.locator('[data-node="n6"]').boundingBox())!;
      const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const canvas = { x: 700, y: 640 };

      const dragOne = await frames(page, () => sweep(page, middle));
      await page.keyboard.press('Control+z');
      const pan = await frames(page, () => sweep(page, canvas, 'Space'));
      await page.keyboard.press('Control+a');
      const again = (await page.locator('[data-node="n6"]').boundingBox())!;
      const dragAll = await frames(page, () =>
        sweep(page, { x: again.x + again.width / 2, y: again.y + again.height / 2 }),
      );
      await page.keyboard.press('Shift+1');
      const panFitted = await frames(page, () => sweep(page, canvas, 'Space'));

      console.log(
        `${nodes} nodes: open ${opened} ms; frames/s (p95 ms): drag one ${show(dragOne)}, ` +
          `pan ${show(pan)}, drag all ${show(dragAll)}, fit and pan ${show(panFitted)}`,
      );
      expect(opened).toBeLessThan(opensWithin);
      for (const measured of [dragOne, pan, dragAll, panFitted]) {
        expect(measured.fps).toBeGreaterThanOrEqual(leastFps);
      }
    });
  });
}

function show({ fps, p95 }: Frames): string {
  return `${fps} (${p95})`;
}
