// Usage: node scripts/build-if-changed.mjs <outDir>
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { measure } from './budgets.mjs';
import { ensureModules } from './ensure-modules.mjs';
import { treeHash } from './tree-hash.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const outDir = resolve(process.argv[2] ?? 'dist');
const stamp = join(outDir, '.build-hash');
const hash = treeHash(root, [
  'src',
  'index.html',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'scripts',
]);

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
  console.log('editor: up to date');
  process.exit(0);
}

ensureModules(root);
rmSync(outDir, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const built = spawnSync(
  process.execPath,
  [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
  { cwd: root, stdio: 'inherit' },
);
if (built.status !== 0) process.exit(1);

compress(outDir);
const rows = measure(outDir);
// The manifest serves the measuring only; it isn't part of what is delivered.
rmSync(join(outDir, '.vite'), { recursive: true, force: true });
for (const { name, size, limit, over } of rows) {
  console.log(
    `${over ? 'OVER ' : '     '}${name.padEnd(44)}${size.toFixed(1).padStart(7)} kB of ${limit}`,
  );
}
if (rows.some((r) => r.over)) {
  console.error('editor: over budget');
  process.exit(1);
}
writeFileSync(stamp, hash);

function compress(folder) {
  for (const child of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, child.name);
    if (child.isDirectory()) compress(path);
    else if (/\.(html|js|css|svg|json|webmanifest|txt)$/.test(child.name)) {
      const bytes = readFileSync(path);
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: statSync(path).size,
      };
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    }
  }
}
