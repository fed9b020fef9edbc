// What the suites make their flows of.

/** Ids that come one after the other. */
export function withIds() {
  let count = 0;
  return { next: (prefix) => `${prefix}${(count++).toString(16).padStart(5, '0')}` };
}

/** A debug node that shows whole messages. */
export function debugNode(ids, z, name) {
  return {
    id: ids.next('d'),
    type: 'debug',
    z,
    name,
    active: true,
    tosidebar: true,
    console: false,
    tostatus: false,
    complete: 'true',
    targetType: 'full',
    x: 1,
    y: 1,
    wires: [],
  };
}
