/** A deploy that the engine remembers. */
export interface PastDeploy {
  readonly rev: string;
  readonly at: number;
  /** Who deployed; undefined for nobody in particular. */
  readonly user: string | undefined;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** The deploys in an answer, the latest first. */
export function pastDeploys(answer: unknown): readonly PastDeploy[] {
  const deploys = (answer as { deploys?: unknown } | null)?.deploys;
  if (!Array.isArray(deploys)) return [];
  return deploys.flatMap((raw: unknown) => {
    const deploy = (raw ?? {}) as Record<string, unknown>;
    if (typeof deploy['rev'] !== 'string') return [];
    return [
      {
        rev: deploy['rev'],
        at: Number(deploy['at']),
        user: typeof deploy['user'] === 'string' ? deploy['user'] : undefined,
        added: Number(deploy['added'] ?? 0),
        changed: Number(deploy['changed'] ?? 0),
        removed: Number(deploy['removed'] ?? 0),
      },
    ];
  });
}
