/** What a login at a provider has brought back in the page's address. */
export interface ProviderLogin {
  /** What the engine gives a token for. */
  readonly code?: string;
  /** Why nobody is logged in. */
  readonly message?: string;
}

/** Anybody can write an address, and a message may not fill the page. */
const LONGEST_MESSAGE = 300;

/** What the query of an address says of a login; undefined if it says nothing. */
export function providerLogin(query: string): ProviderLogin | undefined {
  const parts = new URLSearchParams(query);
  const code = parts.get('code');
  if (code !== null && code !== '') return { code };
  const message = parts.get('session_message');
  if (message !== null && message !== '') return { message: message.slice(0, LONGEST_MESSAGE) };
  return undefined;
}
