/** Moves the focus to the next part of the page which has one, in reading order. */
export function nextRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (r) => r.offsetParent !== null || r === document.activeElement,
  );
  const at = regions.findIndex((r) => r.contains(document.activeElement));
  const next = regions[(at + by + regions.length) % regions.length];
  const target = next?.querySelector<HTMLElement>(
    '[tabindex="0"], button:not([disabled]):not([tabindex="-1"]), input, textarea',
  );
  (target ?? next)?.focus();
}
