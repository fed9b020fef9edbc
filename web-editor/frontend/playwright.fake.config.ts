import { defineConfig } from '@playwright/test';

/** Specs against the stand-in for the engine, for what a running engine makes hard to provoke. */
export default defineConfig({
  testDir: 'e2e-fake',
  timeout: 90_000,
  expect: { timeout: 30_000 },
  workers: 1,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 860 },
    launchOptions: {
      executablePath: process.env['WEIR_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
