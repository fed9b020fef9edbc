import type { NodeType } from '../model/node-type';
import type { LoginQuestions } from '../store/session-store';

export interface ReportedProblem {
  readonly nodeId: string;
  readonly severity: 'error' | 'warning';
  readonly text: string;
  readonly property?: string;
}

/**
 * An answer that is no success, or none at all (`status` 0). Two codes are the page's own: `logged_out`
 * for a session that is over, `forbidden` for what the user may not do.
 */
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
  readonly user?: unknown;
  readonly weir?: { readonly mqttPort?: number; readonly features?: readonly string[] };
}

export interface Flows {
  readonly flows: readonly unknown[];
  readonly rev?: string;
}

/** The engine's HTTP calls, relative to where the page came from. */
export class AdminApi {
  token: string | undefined;
  /** Told when the engine no longer knows the session, before the call fails. */
  loggedOut: () => void = () => undefined;

  constructor(private readonly base: URL) {}

  loginQuestions(): Promise<LoginQuestions> {
    return this.#json<LoginQuestions>('auth/login');
  }

  /** Logs in with what the form asked for. Answers the token; the caller decides to use it. */
  async login(fields: Readonly<Record<string, string>>): Promise<string> {
    const body = { client_id: 'node-red-editor', grant_type: 'password', scope: '', ...fields };
    const answer = await this.#post('auth/token', body);
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  async revoke(token: string): Promise<void> {
    await this.#post('auth/revoke', { token });
  }

  /** What set-up has to ask, if the token is that of the link which the program printed. */
  async openSetUp<T>(token: string): Promise<T> {
    return (await (await this.#post('auth/set-up/open', { token })).json()) as T;
  }

  /** Ends set-up. Answers the token of the user that was made, if one was. */
  async finishSetUp(answers: unknown): Promise<string | undefined> {
    const answer = await this.#post('auth/set-up', answers);
    return ((await answer.json()) as { access_token?: string }).access_token;
  }

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
    await this.#post(`debug/${active ? 'enable' : 'disable'}`, { nodes: ids });
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

  #post(path: string, body: unknown): Promise<Response> {
    return this.#send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
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
    if (answer.status === 401 && !path.startsWith('auth/')) {
      throw await this.#unauthorized(path, answer);
    }
    throw await errorOf(answer);
  }

  /**
   * The engine says 401 both to who isn't logged in and to who may not do something, and names the
   * way to log in for the first alone. Where everybody may look, a session that is over counts as
   * nobody's: then only the settings tell.
   */
  async #unauthorized(path: string, answer: Response): Promise<ApiError> {
    const isOver =
      answer.headers.has('WWW-Authenticate') ||
      (path !== 'settings' && this.token !== undefined && (await this.#isNobodys()));
    if (isOver) this.loggedOut();
    return new ApiError(401, isOver ? 'logged_out' : 'forbidden', answer.statusText);
  }

  async #isNobodys(): Promise<boolean> {
    try {
      const user = (await this.settings()).user as { readonly anonymous?: boolean } | undefined;
      return user?.anonymous === true;
    } catch {
      return false;
    }
  }
}

async function errorOf(answer: Response): Promise<ApiError> {
  const text = await answer.text().catch(() => '');
  try {
    const body = JSON.parse(text) as {
      code?: string;
      error?: string;
      message?: string;
      error_description?: string;
      problems?: ReportedProblem[];
    };
    return new ApiError(
      answer.status,
      body.code ?? body.error ?? 'unexpected_error',
      body.message ?? body.error_description ?? answer.statusText,
      Array.isArray(body.problems) ? body.problems : [],
    );
  } catch {
    // Pages of proxies and the like: the status line says more than their HTML.
    const code = answer.status === 403 ? 'forbidden' : 'unexpected_error';
    return new ApiError(answer.status, code, answer.statusText);
  }
}
