const KEY = 'weir.recent';
const MAX = 12;

/** Types added lately on this device, the last first. */
export function recentTypes(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((t): t is string => typeof t === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberType(type: string): void {
  try {
    const others = recentTypes().filter((t) => t !== type);
    localStorage.setItem(KEY, JSON.stringify([type, ...others].slice(0, MAX)));
  } catch {
    // Only the order of suggestions depends on it.
  }
}
