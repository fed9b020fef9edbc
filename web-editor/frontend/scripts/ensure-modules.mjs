import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeHash } from './tree-hash.mjs';

/** Runs `npm ci` unless node_modules was installed from the present lockfile. */
export function ensureModules(root) {
  const wanted = treeHash(root, ['package.json', 'package-lock.json']);
  const stamp = join(root, 'node_modules', '.weir-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('editor: installing packages');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    console.error('editor: npm ci failed; the editor needs its packages to be built');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
