/**
 * The first field which the user would fill: not the name, unless there is nothing else.
 *
 * @param name begin with the name after all
 */
export function focusForm(name = false): void {
  const form = document.querySelector('[data-form]');
  const fields = [
    ...(form?.querySelectorAll<HTMLElement>(
      'input, textarea, select, button[data-field], [contenteditable]',
    ) ?? []),
  ].filter((f) => f.offsetParent !== null);
  const wanted = name ? undefined : fields.find((f) => f.dataset['name'] === undefined);
  (wanted ?? fields[0])?.focus();
}
