import { t } from '../i18n/t';
import { parseUser, type User } from '../model/permissions';
import type { DraftKeeper } from '../store/draft';
import type { Editor } from '../store/editor';
import type { LoginReason } from '../store/session-store';
import type { TokenKeeper } from '../store/token-keeper';
import { ApiError, type AdminApi } from '../transport/admin-api';
import type { Comms } from '../transport/comms';

type Stores = Pick<Editor, 'documents' | 'runtime' | 'session' | 'view'>;

/** What the network is asked for when somebody logs in or out of a page that is open. */
export interface LoginParts {
  readonly api: AdminApi;
  readonly comms: Pick<Comms, 'token' | 'restart'>;
  readonly tokens: TokenKeeper;
  readonly draft: Pick<DraftKeeper, 'keep' | 'moveTo'>;
  readonly stores: Stores;
  /** Where a user's edits are kept on this device. */
  readonly draftKey: (user: User | undefined) => string;
  /** Loads the page anew. */
  readonly reload: () => void;
}

/** Logging in and out while the page is open, without losing what was edited. */
export class Login {
  constructor(private readonly parts: LoginParts) {}

  /** Shows the login over the page; the page stays as it is below. */
  async ask(reason: LoginReason): Promise<void> {
    const { api, stores } = this.parts;
    if (stores.session.state.asking !== undefined) return;
    try {
      const questions = await api.loginQuestions();
      if (questions.type === 'credentials' || questions.type === 'strategy') {
        stores.session.set({ asking: { questions, reason } });
      } else {
        // The engine was started anew with other settings: the page begins anew as well.
        this.parts.reload();
      }
    } catch (error) {
      stores.view.announce(loginErrorText(error), true);
    }
  }

  /** The login is put off: the page can be looked at and edited, and asks again when it has to. */
  later(): void {
    this.parts.stores.session.set({ asking: undefined, waiting: undefined });
  }

  /**
   * Logs in with what was filled in and goes on where the page was.
   *
   * @throws ApiError if the engine says no
   */
  async submit(fields: Readonly<Record<string, string>>): Promise<void> {
    const { api, tokens, comms, stores } = this.parts;
    const token = await api.login(fields);
    const user = await this.#userOf(token);
    tokens.token = token;
    if (!(await this.#mayGoOn(user))) {
      this.parts.reload();
      return;
    }
    stores.session.set({ user, asking: undefined });
    comms.token = token;
    comms.restart();
    stores.view.announce(t('login.done', { name: user?.name ?? '' }));
    if (stores.session.state.waiting !== undefined) {
      stores.view.set({ open: { kind: 'deploy-again' } });
    }
  }

  async #userOf(token: string): Promise<User | undefined> {
    const { api } = this.parts;
    const before = api.token;
    api.token = token;
    try {
      return parseUser((await api.settings()).user);
    } catch (error) {
      api.token = before;
      throw error;
    }
  }

  /** What is on the screen belongs to one user; another one begins with what is theirs. */
  async #mayGoOn(user: User | undefined): Promise<boolean> {
    const { draft, draftKey, stores } = this.parts;
    const before = stores.session.state.user;
    if (before?.name === user?.name) return true;
    const isNobodys = before?.name === undefined && stores.documents.state.changed.size > 0;
    return isNobodys && (await draft.moveTo(draftKey(user)));
  }

  /** Ends the session. What was edited stays on the device, for the same user. */
  async out(): Promise<void> {
    const { api, tokens, draft } = this.parts;
    await draft.keep();
    const { token } = tokens;
    tokens.token = undefined;
    // Even if the engine can't be told: whoever comes next finds no token here.
    if (token !== undefined) await api.revoke(token).catch(() => undefined);
    this.parts.reload();
  }
}

/** Why a login failed, for who tries it. */
export function loginErrorText(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0) return t('login.unreachable');
  if (error.code === 'invalid_grant') return t('login.wrong');
  if (error.code === 'server_error' || error.status === 429) return t('login.throttled');
  if (error.code === 'logged_out' || error.code === 'forbidden') return t('login.notPermitted');
  return t('login.failed', { text: error.message });
}
