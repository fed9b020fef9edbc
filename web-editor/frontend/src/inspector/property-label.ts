import { t, type MessageKey } from '../i18n/t';
import type { Property } from '../model/node-type';

/** What all entries may have, of whatever type. */
const COMMON: Readonly<Record<string, MessageKey>> = {
  name: 'form.name',
  label: 'form.name',
  info: 'form.description',
  env: 'form.variables',
  style: 'groupForm.colour',
};

/** What a property is called in forms; its key, if it has no place in one. */
export function propertyLabel(key: string, properties: readonly Property[]): string {
  const own = properties.find((property) => property.key === key)?.label;
  const common = COMMON[key];
  return own ?? (common === undefined ? key : t(common));
}
