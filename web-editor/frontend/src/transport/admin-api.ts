import type { WireEnd } from '../model/flow-document';
import { deployForecast, type DeployForecast } from '../model/deploy-forecast';
import type { FlowEntry } from '../model/flow-entry';
import { nodePreview, type NodePreview } from '../model/node-preview';
import type { NodeType } from '../model/node-type';
import { pastDeploys, type PastDeploy } from '../model/past-deploy';
import { flatTopicRows, isMeant, type TopicRow } from '../model/topic-rows';
import {
  messagePath,
  wireMessages,
  type MessageInput,
  type MessagePath,
  type WireMessage,
} from '../model/wire-messages';
import type { Publication } from '../store/editor';
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
  readonly weir?: {
    readonly mqttPort?: number;
    readonly keepAliveMillis?: number;
    readonly features?: readonly string[];
  };
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

  /** Gets the token for the code that a login at a provider has brought back. */
  async exchange(code: string): Promise<string> {
    const answer = await this.#post('auth/token', { code });
    return ((await answer.json()) as { accessToken: string }).accessToken;
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

  /** What a deploy of some flows would do; undefined if it would be refused. */
  async forecast(flows: readonly unknown[]): Promise<DeployForecast | undefined> {
    return deployForecast(await (await this.#post('weir/check', { flows })).json());
  }

  async deploys(): Promise<readonly PastDeploy[]> {
    return pastDeploys(await this.#json('weir/deploys'));
  }

  /** Deploys the flows of a revision in the place of the present one. Answers the new revision. */
  async restore(rev: string, present: string | undefined): Promise<string> {
    const body = present === undefined ? {} : { rev: present };
    const answer = await this.#post(`weir/deploys/${encodeURIComponent(rev)}/restore`, body);
    return ((await answer.json()) as { rev: string }).rev;
  }

  /** What the engine found wrong with the flows that it has. */
  async problems(): Promise<readonly ReportedProblem[]> {
    return (await this.#json<{ problems: readonly ReportedProblem[] }>('flows/problems')).problems;
  }

  async inject(id: string): Promise<void> {
    await this.#send(`inject/${encodeURIComponent(id)}`, { method: 'POST' });
  }

  async wireMessages(node: string, port: number): Promise<readonly WireMessage[]> {
    return wireMessages(await this.#json(`weir/wires/${encodeURIComponent(node)}/${port}`));
  }

  async messagePath(id: string): Promise<MessagePath> {
    return messagePath(await this.#json(`weir/path/${encodeURIComponent(id)}`));
  }

  /** What a node would do with a message. */
  async preview(node: FlowEntry, input: MessageInput): Promise<NodePreview> {
    const answer = await this.#post('weir/preview', { node, ...input });
    return nodePreview(await answer.json());
  }

  async send(output: WireEnd, what: MessageInput): Promise<void> {
    await this.#post('weir/send', { source: output.node, port: output.port, ...what });
  }

  async findTopics(typed: string): Promise<readonly TopicRow[]> {
    const answer = await this.#json<{ rows?: unknown }>('weir/topics?depth=3');
    return flatTopicRows(answer.rows).filter((row) => isMeant(row.topic, typed));
  }

  async publish(message: Publication): Promise<void> {
    await this.#post('weir/publish', message);
  }

  async clearRetained(topic: string): Promise<void> {
    const path = topic.split('/').map(encodeURIComponent).join('/');
    await this.#send(`weir/retained/${path}`, { method: 'DELETE' });
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

  /** A call that a class of its own knows. Fails with an {@link ApiError}, as all do. */
  request(path: string, init: RequestInit): Promise<Response> {
    return this.#send(path, init);
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
