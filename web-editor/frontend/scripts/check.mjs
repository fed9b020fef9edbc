// Runs everything that can be checked without a browser and prints one line per check.
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureModules } from './ensure-modules.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
ensureModules(root);

const CHECKS = [
  ['eslint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']],
  ['prettier', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  ['tsc', 'typescript/bin/tsc', ['--noEmit']],
  ['vitest', 'vitest/vitest.mjs', ['run', '--reporter', 'dot']],
];

const results = CHECKS.map(([name, script, args]) => {
  const started = Date.now();
  const run = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return { name, ok: run.status === 0, seconds: (Date.now() - started) / 1000 };
});

console.log('');
for (const { name, ok, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)} ${seconds.toFixed(1)} s`);
}
process.exit(results.every((r) => r.ok) ? 0 : 1);
