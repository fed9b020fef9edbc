const RETRY_MS = [1000, 2000, 4000, 8000, 15_000];
const USUAL_KEEP_ALIVE_MS = 15_000;
/** What a heartbeat may be late. */
const LATE_MS = 2_000;
const TOPICS = ['notification/#', 'status/#', 'debug'];

export interface CommsListener {
  opened(): void;
  message(topic: string, data: unknown): void;
  /** No connection; `retryAt` is when the next attempt is made. */
  lost(retryAt: number): void;
  /** The engine wants another token; no attempt is made until there is one. */
  refused(): void;
}

/** The WebSocket to the engine. Opens again by itself until it is told to stop. */
export class Comms {
  #socket: WebSocket | undefined;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #isStarted = false;
  /** The socket that subscriptions can be sent on. */
  #listening: WebSocket | undefined;
  readonly #watched = new Set<string>();
  /** Who listens; undefined where nobody needs to log in, or for what everybody may hear. */
  token: string | undefined;
  /** How often the engine says that it is still there. */
  keepAliveMs = USUAL_KEEP_ALIVE_MS;

  constructor(
    private readonly url: URL,
    private readonly listener: CommsListener,
  ) {}

  start(): void {
    this.#isStarted = true;
    this.#open();
    window.addEventListener('online', () => this.retryNow());
    window.addEventListener('focus', () => this.retryNow());
  }

  /** Tries at once if it is waiting to try again. */
  retryNow(): void {
    if (this.#retry === undefined) return;
    clearTimeout(this.#retry);
    this.#open();
  }

  /** Connects afresh, as whoever the token now stands for. */
  restart(): void {
    if (!this.#isStarted) return;
    clearTimeout(this.#retry);
    const before = this.#socket;
    this.#open();
    before?.close();
  }

  /** Asks for a topic that is only sent to those who want it, now and after each reconnect. */
  watch(topic: string): void {
    this.#watched.add(topic);
    this.#listening?.send(JSON.stringify({ subscribe: topic }));
  }

  unwatch(topic: string): void {
    this.#watched.delete(topic);
    this.#listening?.send(JSON.stringify({ unsubscribe: topic }));
  }

  #open(): void {
    this.#retry = undefined;
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    this.#listening = undefined;
    this.#heard();
    socket.addEventListener('open', () => {
      if (this.token === undefined) this.#listen(socket);
      else socket.send(JSON.stringify({ auth: this.token }));
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (socket !== this.#socket) return;
      this.#heard();
      this.#receive(socket, event.data);
    });
    socket.addEventListener('close', () => this.#lost(socket));
    socket.addEventListener('error', () => socket.close());
  }

  #listen(socket: WebSocket): void {
    this.#attempt = 0;
    this.#listening = socket;
    for (const topic of [...TOPICS, ...this.#watched]) {
      socket.send(JSON.stringify({ subscribe: topic }));
    }
    this.listener.opened();
  }

  #heard(): void {
    clearTimeout(this.#silence);
    // One of its signs may be lost.
    const longest = 2 * this.keepAliveMs + LATE_MS;
    this.#silence = setTimeout(() => {
      const socket = this.#socket;
      // A dead network doesn't close the socket; giving it up here does.
      socket?.close();
      if (socket !== undefined) this.#lost(socket);
    }, longest);
  }

  #lost(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#listening = undefined;
    clearTimeout(this.#silence);
    const wait = RETRY_MS[Math.min(this.#attempt, RETRY_MS.length - 1)] ?? 15_000;
    this.#attempt++;
    this.#retry = setTimeout(() => this.#open(), wait);
    this.listener.lost(Date.now() + wait);
  }

  #judged(socket: WebSocket, verdict: unknown): void {
    if (verdict === 'ok') {
      this.#listen(socket);
      return;
    }
    // The engine closes the socket now; that isn't a connection lost.
    this.#socket = undefined;
    this.#listening = undefined;
    clearTimeout(this.#silence);
    socket.close();
    this.listener.refused();
  }

  #receive(socket: WebSocket, text: unknown): void {
    if (typeof text !== 'string') return;
    let frame: unknown;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    const items: unknown[] = Array.isArray(frame) ? frame : [frame];
    for (const item of items) {
      if (typeof item !== 'object' || item === null) continue;
      if ('auth' in item) {
        this.#judged(socket, item.auth);
        return;
      }
      if (!('topic' in item)) continue;
      const { topic, data } = item as { topic: unknown; data?: unknown };
      if (typeof topic === 'string' && topic !== 'hb') this.listener.message(topic, data);
    }
  }
}
