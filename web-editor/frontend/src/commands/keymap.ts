/**
 * Keys as text: `Mod` is Ctrl, or Command on a Mac; then the key's name as the browser gives it, or
 * the physical key (`Digit1`) where the layout must not matter.
 */
export interface Key {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly key: string;
}

export function parseKey(text: string): Key {
  const parts = text.split('+');
  const key = text === '+' || text.endsWith('++') ? '+' : (parts.at(-1) ?? '');
  return {
    mod: parts.includes('Mod'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    key: key.length === 1 ? key.toLowerCase() : key,
  };
}

export interface KeyEvent {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function fits(key: Key, event: KeyEvent): boolean {
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const named = pressed === key.key || event.code === key.key;
  // Signs such as ? need Shift on some keyboards and not on others.
  const isSign = key.key.length === 1 && !/[a-z0-9]/.test(key.key);
  return (
    named &&
    key.mod === (event.ctrlKey || event.metaKey) &&
    key.alt === event.altKey &&
    (isSign || key.shift === event.shiftKey)
  );
}

const NAMES: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Digit0: '0',
  Digit1: '1',
  Digit2: '2',
  ' ': 'Space',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys as people read them: `Ctrl Shift Z`. */
export function keyLabel(text: string): string {
  const { mod, shift, alt, key } = parseKey(text);
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [mod ? (isMac ? '⌘' : 'Ctrl') : '', alt ? 'Alt' : '', shift ? 'Shift' : '', name]
    .filter((part) => part !== '')
    .join(' ');
}
