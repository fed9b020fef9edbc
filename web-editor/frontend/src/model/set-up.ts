/** What the engine asks on the page of the link that it prints. */
export interface SetUpQuestions {
  /** Whether the editor has no user yet. */
  readonly admin: boolean;
  /** Whether nobody has said who may connect by MQTT. */
  readonly mqtt: boolean;
  /** Where other machines reach the built-in broker, if they can. */
  readonly mqttHost?: string;
  readonly mqttPort?: number;
}

export interface SetUpAnswers {
  readonly admin?: Account;
  readonly mqtt?: Account | { readonly anonymous: true };
}

export interface Account {
  readonly username: string;
  readonly password: string;
}

/**
 * The address for devices. The name in the address bar is known to work from elsewhere, unless it is
 * this machine's name for itself.
 */
export function mqttAddress(questions: SetUpQuestions, hostname: string): string | undefined {
  const { mqttHost, mqttPort } = questions;
  if (mqttHost === undefined || mqttPort === undefined) return undefined;
  const isLocal = /^(.*\.)?localhost$|^127\.|^\[::1\]$/.test(hostname);
  return `mqtt://${isLocal ? mqttHost : hostname}:${mqttPort}`;
}

export type AccountFault = 'name' | 'short' | 'long';

export const SHORTEST_PASSWORD = 8;
/** All that bcrypt looks at. */
const LONGEST_PASSWORD_BYTES = 72;
const LONGEST_NAME = 64;

/** The token in the address of the link: `#set-up=…`. It is not sent with the page's request. */
export function setUpToken(hash: string): string | undefined {
  return /^#set-up=([\w-]+)$/.exec(hash)?.[1];
}

/** What the engine would refuse about a new account. */
export function accountFault({ username, password }: Account): AccountFault | undefined {
  const isName =
    username.length > 0 &&
    username.length <= LONGEST_NAME &&
    username === username.trim() &&
    !/[\u0000-\u001f\u007f-\u009f]|\$\{/.test(username);
  if (!isName) return 'name';
  if (password.length < SHORTEST_PASSWORD) return 'short';
  if (new TextEncoder().encode(password).length > LONGEST_PASSWORD_BYTES) return 'long';
  return undefined;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A password for devices: 80 random bits in letters that can't be mistaken for others. */
export function devicePassword(fill: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  const bytes = new Uint8Array(16);
  fill(bytes);
  return [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}
