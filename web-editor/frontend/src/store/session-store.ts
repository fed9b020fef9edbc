import { createStore, type StoreApi } from 'zustand/vanilla';
import { allows, type User } from '../model/permissions';
import type { DeployKind, DeployOptions } from './editor';

/** One field or link of the form that the engine wants filled in. */
export interface LoginPrompt {
  readonly id?: string;
  readonly type?: string;
  readonly label?: string;
  readonly url?: string;
  /** A picture for a button. */
  readonly image?: string;
}

/** What `GET /auth/login` says; without a type nobody needs to log in. */
export interface LoginQuestions {
  readonly type?: string;
  readonly prompts?: readonly LoginPrompt[];
  readonly loginMessage?: string;
  /** Whether who isn't logged in goes to `loginRedirect` at once. */
  readonly autoLogin?: boolean;
  readonly loginRedirect?: string;
}

/** Why the login is shown: the session is over, or one has asked for it. */
export type LoginReason = 'ended' | 'asked';

export interface WaitingDeploy {
  readonly kind: DeployKind;
  readonly options: DeployOptions;
}

export interface SessionState {
  /** Who uses the page; undefined where nobody needs to log in. */
  readonly user: User | undefined;
  /** The login that lies over the page. */
  readonly asking: { readonly questions: LoginQuestions; readonly reason: LoginReason } | undefined;
  /** A deploy that was refused because the session was over. It goes on only when one says so. */
  readonly waiting: WaitingDeploy | undefined;
}

/** Who uses the page, and what they may do. */
export class SessionStore {
  readonly store: StoreApi<SessionState> = createStore(() => ({
    user: undefined,
    asking: undefined,
    waiting: undefined,
  }));

  get state(): SessionState {
    return this.store.getState();
  }

  set(part: Partial<SessionState>): void {
    this.store.setState(part);
  }

  may(wanted: string): boolean {
    const { user } = this.state;
    return user === undefined || allows(user.permissions, wanted);
  }
}
