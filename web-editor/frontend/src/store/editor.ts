import type { DocumentStore } from './document-store';
import type { LiveStore } from './live-store';
import type { RuntimeStore } from './runtime-store';
import type { SecretsStore } from './secrets-store';
import type { SelectionStore } from './selection-store';
import type { SessionStore } from './session-store';
import type { TypesStore } from './types-store';
import type { ViewStore } from './view-store';

export type DeployKind = 'nodes' | 'flows' | 'full' | 'reload';

export interface DeployOptions {
  /** Replace what someone else deployed meanwhile. */
  readonly overwrite?: boolean;
  /** Send it although the editor sees errors; the engine has the last word. */
  readonly anyway?: boolean;
}

/** Logging in and out over the page. */
export interface LoginActions {
  /** Shows the login, because one wants to be somebody else than everybody. */
  ask(): void;
  submit(fields: Readonly<Record<string, string>>): Promise<void>;
  later(): void;
  out(): void;
}

/** What the parts ask of the engine; the network is behind it. */
export interface Engine {
  inject(id: string): Promise<void>;
  setDebug(ids: readonly string[], active: boolean): Promise<void>;
  help(type: string): Promise<string | undefined>;
  credentials(type: string, id: string): Promise<Readonly<Record<string, unknown>>>;
  deploy(kind: DeployKind, options?: DeployOptions): Promise<void>;
  /** Gives up the edits made here and takes what the engine has. */
  reload(): Promise<void>;
  reconnect(): void;
  readonly login: LoginActions;
  /** Port of the broker in this engine, if it says so. */
  mqttPort(): number;
}

/** Everything the parts of the page work with. */
export interface Editor {
  readonly documents: DocumentStore;
  readonly selection: SelectionStore;
  readonly runtime: RuntimeStore;
  readonly live: LiveStore;
  readonly view: ViewStore;
  readonly types: TypesStore;
  readonly secrets: SecretsStore;
  readonly session: SessionStore;
  readonly engine: Engine;
}
