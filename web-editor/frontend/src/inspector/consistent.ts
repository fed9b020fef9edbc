import { isShown, valueOrDefault } from '../model/conditions';
import type { FixedType, Property, PropertyOf } from '../model/node-type';
import { plainText } from '../model/plain-text';
import type { Values } from './field-props';

/**
 * Completes a patch where it brings other fields into sight: several typed fields may share a key
 * under different conditions, and the type that one left behind may be none of another's.
 */
export function consistent(patch: Values, values: Values, siblings: readonly Property[]): Values {
  const after: Record<string, unknown> = { ...values, ...patch };
  const added: Record<string, unknown> = {};
  for (const property of siblings) {
    if (property.kind !== 'typed' || !isShown(property, after, siblings)) continue;
    // A field that was in sight before keeps what it has, even if it is odd.
    if (isShown(property, values, siblings) || property.typeKey in patch) continue;
    const type = plainText(valueOrDefault(property.typeKey, after, siblings));
    if (property.types.some((allowed) => nameOf(allowed) === type)) continue;
    const next = property.defaultType ?? nameOf(property.types[0]);
    added[property.typeKey] = after[property.typeKey] = next;
    const fixed = fixedOf(property, next);
    const wasFixed = siblings.some((p) => p.kind === 'typed' && fixedOf(p, type) !== undefined);
    if (fixed !== undefined) added[property.key] = fixed.value ?? '';
    else if (wasFixed) added[property.key] = property.default ?? '';
  }
  return Object.keys(added).length === 0 ? patch : { ...patch, ...added };
}

function nameOf(type: string | FixedType | undefined): string {
  return typeof type === 'string' ? type : (type?.type ?? '');
}

function fixedOf(property: PropertyOf<'typed'>, type: string): FixedType | undefined {
  return property.types.find((t): t is FixedType => typeof t !== 'string' && t.type === type);
}
