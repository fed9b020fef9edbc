/** What a deploy of what has changed would do to the nodes that run. */
export interface DeployForecast {
  /** Nodes that would stop and start anew. */
  readonly restarts: number;
  readonly starts: number;
  /** Nodes that would stop for good. */
  readonly ends: number;
  /** Nodes that would notice nothing. */
  readonly goOn: number;
}

/** The forecast in an answer to a check of flows; undefined if a deploy would be refused. */
export function deployForecast(answer: unknown): DeployForecast | undefined {
  const deploy = (answer as { deploy?: Record<string, unknown> } | null)?.deploy;
  if (deploy === undefined) return undefined;
  const count = (key: string): number => Number(deploy[key] ?? 0);
  return {
    restarts: count('restarts'),
    starts: count('starts'),
    ends: count('ends'),
    goOn: count('goOn'),
  };
}
