type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The token of the login, kept on the device until it is revoked, so that a reload or another tab
 * need not ask again. Where the device keeps nothing it lasts as long as the page.
 */
export class TokenKeeper {
  #token: string | undefined;

  constructor(
    private readonly key: string,
    private readonly place: Place | undefined,
  ) {
    try {
      this.#token = place?.getItem(key) ?? undefined;
    } catch {
      this.#token = undefined;
    }
  }

  get token(): string | undefined {
    return this.#token;
  }

  set token(token: string | undefined) {
    this.#token = token;
    try {
      if (token === undefined) this.place?.removeItem(this.key);
      else this.place?.setItem(this.key, token);
    } catch {
      // A device that keeps nothing asks again after a reload.
    }
  }
}
