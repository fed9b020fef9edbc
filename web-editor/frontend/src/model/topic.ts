const MAX_BYTES = 65_535;

/** A filter for subscribing: `+` stands for one whole level, `#` for all that follows. */
export function isTopicFilter(text: string): boolean {
  if (!isTopicText(text)) return false;
  const levels = text.split('/');
  return levels.every(
    (level, i) =>
      (level === '#' && i === levels.length - 1) || level === '+' || !/[+#]/.test(level),
  );
}

/** A topic to publish to: no wildcards. */
export function isTopicName(text: string): boolean {
  return isTopicText(text) && !/[+#]/.test(text);
}

function isTopicText(text: string): boolean {
  return (
    text !== '' && !text.includes('\u0000') && new TextEncoder().encode(text).length <= MAX_BYTES
  );
}
