import { test as base, expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startFakeWeir, type FakeWeir } from '../dev/fake-weir';
import { staticFiles } from '../dev/static-files';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

type SampleFlows = NonNullable<Parameters<typeof startFakeWeir>[0]['flows']>;

export function sampleFlows(): SampleFlows {
  return JSON.parse(readFileSync(here('../dev/sample-flows.json'), 'utf8')) as SampleFlows;
}

/** A fake engine per test, with the sample flows unless the test says otherwise. */
export const test = base.extend<{ flows: SampleFlows; weir: FakeWeir; url: string }>({
  flows: ({}, use) => use(sampleFlows()),
  weir: async ({ flows }, use) => {
    const built = process.env['WEIR_BUILT_EDITOR'] ?? here('../dist');
    const weir = await startFakeWeir({ flows, fallback: staticFiles(built) });
    await use(weir);
    await weir.close();
  },
  url: async ({ weir }, use) => use(`http://127.0.0.1:${weir.port}/`),
});

export { expect };
