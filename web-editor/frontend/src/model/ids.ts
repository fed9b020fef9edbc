import type { NodeId } from './flow-entry';

/** A new id in the form that flow files have: 16 hexadecimal digits. */
export function newId(): NodeId {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
