import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Hash over the names and bytes of files and folders, to tell whether a build is still current. */
export function treeHash(root, entries) {
  const hash = createHash('sha256');
  for (const entry of entries) addEntry(hash, root, join(root, entry));
  return hash.digest('hex').slice(0, 32);
}

function addEntry(hash, root, path) {
  let children;
  try {
    children = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return;
    if (error.code !== 'ENOTDIR') throw error;
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
    return;
  }
  for (const child of children.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    addEntry(hash, root, join(path, child.name));
  }
}
