/** The first field which the user would fill: not the name, unless there is nothing else. */
export function focusForm(): void {
  const form = document.querySelector('[data-form]');
  const fields = [
    ...(form?.querySelectorAll<HTMLElement>('input, textarea, select, button[data-field]') ?? []),
  ].filter((f) => f.offsetParent !== null);
  (fields.find((f) => f.dataset['name'] === undefined) ?? fields[0])?.focus();
}
