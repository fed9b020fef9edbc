/**
 * Whether a text is a path into a message: names after dots, `[0]`, `["name"]`, `[msg.other]`, and a
 * quoted first name. The same grammar as the engine's.
 */
export function isPath(text: string): boolean {
  let at = 0;
  const quoted = (): boolean => {
    const quote = text[at];
    const end = text.indexOf(quote ?? '', at + 1);
    if (end <= at + 1) return false;
    at = end + 1;
    return true;
  };
  const name = (): boolean => {
    const start = at;
    while (at < text.length && !/[\s'"[\].]/.test(text[at] ?? '')) at++;
    return at > start;
  };
  const bracket = (): boolean => {
    at++;
    if (/['"]/.test(text[at] ?? '')) {
      if (!quoted()) return false;
    } else if (/^msg[.[]/.test(text.slice(at))) {
      const end = closing(text, at);
      if (end < 0 || !isPath(text.slice(at, end))) return false;
      at = end;
    } else {
      const digits = /^\d+/.exec(text.slice(at));
      if (digits === null) return false;
      at += digits[0].length;
    }
    return text[at++] === ']';
  };

  if (/['"]/.test(text[0] ?? '') ? !quoted() : !name()) return false;
  while (at < text.length) {
    if (text[at] === '[') {
      if (!bracket()) return false;
    } else if (text[at] === '.') {
      at++;
      if (!/[A-Za-z0-9$_]/.test(text[at] ?? '') || !name()) return false;
    } else {
      return false;
    }
  }
  return true;
}

function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '[') depth++;
    if (text[i] === ']' && depth-- === 0) return i;
  }
  return -1;
}
