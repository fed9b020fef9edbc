/** Somebody the engine knows, or everybody it doesn't: then without a name. */
export interface User {
  readonly name: string | undefined;
  readonly permissions: readonly string[];
}

/**
 * Whether what was granted covers a permission such as `flows.write`. The engine decides by the same
 * rules and has the last word; here they only say beforehand what will not work.
 */
export function allows(granted: readonly string[], wanted: string): boolean {
  return granted.some((grant) => {
    if (grant === '*' || grant === wanted) return true;
    const kind = /^(?:\*\.)?(read|write)$/.exec(grant)?.[1];
    return kind !== undefined && wanted.endsWith(`.${kind}`);
  });
}

/** The user in the engine's settings; undefined where nobody needs to log in. */
export function parseUser(value: unknown): User | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { username, permissions } = value as Record<string, unknown>;
  const granted: readonly unknown[] = Array.isArray(permissions) ? permissions : [permissions];
  return {
    name: typeof username === 'string' && username !== '' ? username : undefined,
    permissions: granted.filter((grant) => typeof grant === 'string'),
  };
}
