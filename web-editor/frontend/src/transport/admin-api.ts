import type { NodeType } from '../model/node-type';

export interface ReportedProblem {
  readonly nodeId: string;
  readonly severity: 'error' | 'warning';
  readonly text: string;
  readonly property?: string;
}

/** An answer that is no success, or none at all (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problems: readonly ReportedProblem[] = [],
  ) {
    super(message);
  }
}

export interface Settings {
  readonly version?: string;
  readonly httpNodeRoot?: string;
  readonly weir?: { readonly mqttPort?: number; readonly features?: readonly string[] };
}

export interface Flows {
  readonly flows: readonly unknown[];
  readonly rev?: string;
}

/** The engine's HTTP calls, relative to where the page came from. */
export class AdminApi {
  token: string | undefined;

  constructor(private readonly base: URL) {}

  settings(): Promise<Settings> {
    return this.#json<Settings>('settings');
  }

  async nodeTypes(): Promise<readonly NodeType[]> {
    return (await this.#json<{ types: readonly NodeType[] }>('node-types')).types;
  }

  flows(): Promise<Flows> {
    return this.#json<Flows>('flows');
  }

  async deploy(
    kind: string,
    flows: readonly unknown[] | undefined,
    rev: string | undefined,
  ): Promise<string | undefined> {
    const body = flows === undefined ? { flows: [] } : { flows, ...(rev ? { rev } : {}) };
    const answer = await this.#send('flows', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Node-RED-Deployment-Type': kind },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return text === '' ? undefined : (JSON.parse(text) as { rev?: string }).rev;
  }

  /** What the engine found wrong with the flows that it has. */
  async problems(): Promise<readonly ReportedProblem[]> {
    return (await this.#json<{ problems: readonly ReportedProblem[] }>('flows/problems')).problems;
  }

  async inject(id: string): Promise<void> {
    await this.#send(`inject/${encodeURIComponent(id)}`, { method: 'POST' });
  }

  async setDebug(ids: readonly string[], active: boolean): Promise<void> {
    await this.#send(`debug/${active ? 'enable' : 'disable'}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ nodes: ids }),
    });
  }

  async help(type: string): Promise<string | undefined> {
    try {
      const answer = await this.#send(`node-types/${encodeURIComponent(type)}/help`, {});
      return await answer.text();
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  credentials(type: string, id: string): Promise<Readonly<Record<string, unknown>>> {
    const name = encodeURIComponent(type.replaceAll(' ', '-'));
    return this.#json(`credentials/${name}/${encodeURIComponent(id)}`);
  }

  async #json<T>(path: string): Promise<T> {
    const answer = await this.#send(path, { headers: { Accept: 'application/json' } });
    return (await answer.json()) as T;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('Node-RED-API-Version', 'v2');
    if (this.token !== undefined) headers.set('Authorization', `Bearer ${this.token}`);
    let answer: Response;
    try {
      answer = await fetch(new URL(path, this.base), { ...init, headers });
    } catch {
      throw new ApiError(0, 'unreachable', '');
    }
    if (answer.ok) return answer;
    throw await errorOf(answer);
  }
}

async function errorOf(answer: Response): Promise<ApiError> {
  const text = await answer.text().catch(() => '');
  try {
    const body = JSON.parse(text) as {
      code?: string;
      error?: string;
      message?: string;
      problems?: ReportedProblem[];
    };
    return new ApiError(
      answer.status,
      body.code ?? body.error ?? 'unexpected_error',
      body.message ?? answer.statusText,
      Array.isArray(body.problems) ? body.problems : [],
    );
  } catch {
    // Pages of proxies and the like: the status line says more than their HTML.
    return new ApiError(answer.status, 'unexpected_error', answer.statusText);
  }
}
