import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Comms } from './comms';

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  readonly sent: unknown[] = [];
  isClosed = false;

  constructor(readonly url: URL) {
    super();
    sockets.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  opens(): void {
    this.dispatchEvent(new Event('open'));
  }

  says(frame: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }

  ends(): void {
    this.dispatchEvent(new Event('close'));
  }
}

const SUBSCRIPTIONS = ['notification/#', 'status/#', 'debug'].map((subscribe) => ({ subscribe }));
let sockets: FakeSocket[] = [];

function start(token: string | undefined) {
  const listener = { opened: vi.fn(), message: vi.fn(), lost: vi.fn(), refused: vi.fn() };
  const comms = new Comms(new URL('ws://weir/comms'), listener);
  comms.token = token;
  comms.start();
  return { comms, listener };
}

function latest(): FakeSocket {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error('No socket was opened');
  return socket;
}

beforeEach(() => {
  sockets = [];
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('window', new EventTarget());
});

afterEach(() => vi.useRealTimers());

test('without a token it subscribes at once', () => {
  const { listener } = start(undefined);
  latest().opens();
  expect(latest().sent).toEqual(SUBSCRIPTIONS);
  expect(listener.opened).toHaveBeenCalledOnce();
});

test('with a token it says who it is first and subscribes when that is accepted', () => {
  const { listener } = start('abc');
  latest().opens();
  expect(latest().sent).toEqual([{ auth: 'abc' }]);
  expect(listener.opened).not.toHaveBeenCalled();
  latest().says({ auth: 'ok' });
  expect(latest().sent.slice(1)).toEqual(SUBSCRIPTIONS);
  latest().says([{ topic: 'debug', data: 1 }]);
  expect(listener.message).toHaveBeenCalledWith('debug', 1);
});

test('refused, it doesn’t try again until it has another token', () => {
  const { comms, listener } = start('old');
  latest().opens();
  latest().says({ auth: 'fail' });
  latest().ends();
  vi.advanceTimersByTime(120_000);
  expect(listener.refused).toHaveBeenCalledOnce();
  expect(listener.lost).not.toHaveBeenCalled();
  expect(sockets).toHaveLength(1);

  comms.token = 'new';
  comms.restart();
  latest().opens();
  expect(sockets).toHaveLength(2);
  expect(latest().sent).toEqual([{ auth: 'new' }]);
});

test('a session that ends while it listens is told, and the socket given up', () => {
  const { listener } = start('abc');
  latest().opens();
  latest().says({ auth: 'ok' });
  latest().says({ auth: 'fail' });
  expect(listener.refused).toHaveBeenCalledOnce();
  expect(latest().isClosed).toBe(true);
});

test('a connection lost is made again with the same token', () => {
  const { listener } = start('abc');
  latest().opens();
  latest().says({ auth: 'ok' });
  latest().ends();
  expect(listener.lost).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(1000);
  latest().opens();
  expect(sockets).toHaveLength(2);
  expect(latest().sent).toEqual([{ auth: 'abc' }]);
});

test('a socket on which nothing is heard for two signs of life is given up', () => {
  const { comms, listener } = start(undefined);
  comms.keepAliveMs = 5000;
  latest().opens();
  latest().says([{ topic: 'hb', data: 1 }]);
  vi.advanceTimersByTime(11_000);
  expect(listener.lost).not.toHaveBeenCalled();

  vi.advanceTimersByTime(2000);
  expect(listener.lost).toHaveBeenCalledOnce();
});

test('a topic that is watched is asked for now and again after a reconnect, until it isn’t', () => {
  const { comms } = start(undefined);
  comms.watch('weir/wires/a');
  expect(latest().sent).toEqual([]);
  latest().opens();
  expect(latest().sent).toEqual([...SUBSCRIPTIONS, { subscribe: 'weir/wires/a' }]);
  comms.watch('weir/wires/b');
  comms.unwatch('weir/wires/a');
  expect(latest().sent.slice(-2)).toEqual([
    { subscribe: 'weir/wires/b' },
    { unsubscribe: 'weir/wires/a' },
  ]);

  latest().ends();
  comms.watch('weir/wires/c');
  vi.advanceTimersByTime(1000);
  latest().opens();
  expect(latest().sent.slice(-2)).toEqual([
    { subscribe: 'weir/wires/b' },
    { subscribe: 'weir/wires/c' },
  ]);
});
