import { defineConfig } from '@playwright/test';

/**
 * End to end against a running Weir: WEIR_URL is the address of its editor, WEIR_MQTT_PORT the port of
 * its broker. Each project wants the engine set up as its name says; `app`'s EditorIT and EditorLoginIT do that.
 */
export default defineConfig({
  projects: [
    { name: 'flows', testDir: 'e2e' },
    // WEIR_URL has a path in it.
    { name: 'below-a-path', testDir: 'e2e', grep: /built by pointer/ },
    { name: 'login', testDir: 'e2e-login', testMatch: 'login.spec.ts' },
    { name: 'anonymous', testDir: 'e2e-login', testMatch: 'anonymous.spec.ts' },
    // WEIR_ISSUER is the address at which the engine expects the provider that the suite starts.
    { name: 'provider', testDir: 'e2e-login', testMatch: 'provider.spec.ts' },
    { name: 'set-up', testDir: 'e2e-login', testMatch: 'set-up.spec.ts' },
  ],
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // All specs share one engine and its flows.
  workers: 1,
  reporter: 'list',
  use: {
    baseURL: process.env['WEIR_URL'] ?? 'http://127.0.0.1:1880/',
    viewport: { width: 1440, height: 860 },
    // A trace of each (--trace on) is most telling, but takes half as long again.
    screenshot: 'only-on-failure',
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
