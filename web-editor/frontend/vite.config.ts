import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Relative addresses, because the editor may be mounted below any root path.
export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    target: 'es2022',
    // Data URLs would need `img-src data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: Object.fromEntries(
      ['/settings', '/node-types', '/flows', '/inject', '/debug', '/credentials'].map((path) => [
        path,
        process.env['WEIR_URL'] ?? 'http://127.0.0.1:1880',
      ]),
    ),
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    pool: 'threads',
    setupFiles: ['src/ui/testing-patience.ts'],
    testTimeout: 30_000,
  },
});
