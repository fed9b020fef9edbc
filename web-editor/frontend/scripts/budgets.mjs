import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Limits of the first canvas and of the parts loaded later, in kB (1000 bytes) after Brotli. */
export const BUDGETS = {
  firstScript: 220,
  firstStyle: 20,
  page: 3,
  codeEditor: 200,
  markdown: 28,
  otherLazy: 35,
};

/** Measures a build by its manifest. Answers rows of name, size, limit. */
export function measure(outDir) {
  const manifest = JSON.parse(readFileSync(join(outDir, '.vite', 'manifest.json'), 'utf8'));
  const entry = Object.values(manifest).find((chunk) => chunk.isEntry);
  const first = staticFiles(manifest, entry);
  const rows = [
    row('JavaScript for first canvas', sum(outDir, first.scripts), BUDGETS.firstScript),
    row('CSS for first canvas', sum(outDir, first.styles), BUDGETS.firstStyle),
    row('page', sum(outDir, new Set(['index.html'])), BUDGETS.page),
  ];
  for (const [key, chunk] of Object.entries(manifest)) {
    if (!chunk.isDynamicEntry) continue;
    const files = staticFiles(manifest, chunk);
    const own = new Set(
      [...files.scripts, ...files.styles].filter(
        (f) => !first.scripts.has(f) && !first.styles.has(f),
      ),
    );
    rows.push(row(`lazy: ${key.replace(/^.*\//, '')}`, sum(outDir, own), limitFor(key)));
  }
  return rows;
}

function limitFor(key) {
  if (key.includes('code-editor')) return BUDGETS.codeEditor;
  if (key.includes('markdown')) return BUDGETS.markdown;
  return BUDGETS.otherLazy;
}

function staticFiles(manifest, chunk) {
  const scripts = new Set();
  const styles = new Set();
  const seen = new Set();
  const visit = (item) => {
    if (!item || seen.has(item)) return;
    seen.add(item);
    if (item.file.endsWith('.js')) scripts.add(item.file);
    for (const style of item.css ?? []) styles.add(style);
    if (item.file.endsWith('.css')) styles.add(item.file);
    for (const name of item.imports ?? []) visit(manifest[name]);
  };
  visit(chunk);
  return { scripts, styles };
}

function sum(outDir, files) {
  let bytes = 0;
  for (const file of files) bytes += statSync(join(outDir, `${file}.br`)).size;
  return bytes / 1000;
}

function row(name, size, limit) {
  return { name, size, limit, over: size > limit };
}
