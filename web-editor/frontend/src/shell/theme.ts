import type { ViewStore } from '../store/view-store';

/** Puts the chosen theme, or the system's, on the page. */
export function followTheme(view: ViewStore, onChange: () => void): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const { theme } = view.state;
    const now = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    if (document.documentElement.dataset['theme'] === now) return;
    document.documentElement.dataset['theme'] = now;
    onChange();
  };
  apply();
  dark.addEventListener('change', apply);
  view.store.subscribe(apply);
}
