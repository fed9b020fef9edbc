import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds wrong with the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  // The page's own policy forbids script tags from elsewhere, so axe comes in by the debugger.
  const loaded = await page.evaluate(() => 'axe' in window);
  if (!loaded) await page.evaluate(readFileSync(AXE, 'utf8'));
  const found = await page.evaluate(async (rules) => {
    // Colours on their way from one theme to the other have no contrast to speak of, however short
    // the way. What has just been asked for begins with the next frame, and what inherits from it
    // may begin when that has ended.
    do {
      await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    } while (document.getAnimations().length > 0);
    const { axe } = window as unknown as {
      axe: { run(options: unknown): Promise<{ violations: Violation[] }> };
    };
    return (await axe.run({ runOnly: rules })).violations;
  }, RULES);
  return found.map(
    (v) => `${v.id}: ${v.nodes.map((n) => `${n.html}\n   ${n.failureSummary}`).join('\n  ')}`,
  );
}
