/** What engines have shown, made comparable: without what is new each time, or only worded otherwise. */

const NEW_EACH_TIME = new Set(['_msgid', '_event', 'stack', 'timestamp']);
const ID = /^[0-9a-f]{14,28}$/;

const isUndefined = (value) => value?.__enc__ === true && value.type === 'undefined';

/** A message, log entry or status as text. */
export function messageOf({ msg, format, level }) {
  let value = msg;
  try {
    value = JSON.parse(msg);
  } catch {
    // It is a text itself.
  }
  // What went wrong is said in different words.
  if (level !== undefined) return `logged at ${level}`;
  return `${format.replace(/^(error|string).*/, '$1')} ${JSON.stringify(tidy(value))}`;
}

function tidy(value, key) {
  if (Array.isArray(value)) return value.map((item) => tidy(item));
  if (typeof value !== 'object' || value === null) return value;
  const tidied = {};
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    const isWording = (key === 'error' || value.__enc__ === true) && (name === 'message' || name === 'code');
    const isNothing = isUndefined(member) || (name === 'name' && member === '');
    const isNew = NEW_EACH_TIME.has(name) || (typeof member === 'string' && ID.test(member));
    if (isWording || isNothing || isNew) continue;
    // What only Weir's Complete nodes add.
    if (name === 'complete' && member?.source !== undefined) continue;
    tidied[name] = name === '_error' ? 'error' : tidy(member, name);
  }
  return tidied;
}

const MOST = 3;

/** Where two maps of lists of texts differ. */
export function differencesBetween(nodeRed, weir) {
  const differences = [];
  for (const at of new Set([...nodeRed.keys(), ...weir.keys()])) {
    const here = nodeRed.get(at) ?? [];
    const there = weir.get(at) ?? [];
    let found = 0;
    for (let i = 0; i < Math.max(here.length, there.length) && found < MOST; i++) {
      if (here[i] === there[i]) continue;
      found++;
      differences.push({ at: `${at}, ${i}`, nodeRed: here[i] ?? '-', weir: there[i] ?? '-' });
    }
  }
  return differences;
}
