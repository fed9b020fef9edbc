import { describe, expect, it, vi } from 'vitest';
import { WiresStore } from './wires-store';

describe('WiresStore', () => {
  it('keeps what the engine told last of each output', () => {
    const wires = new WiresStore();
    wires.take([['a', 0, 3, 0.5, '21.5', 120]], 1000);
    expect(wires.of('a', 0)).toEqual({ count: 3, rate: 0.5, preview: '21.5', at: 880 });
    expect(wires.of('a', 1)).toBeUndefined();

    wires.take([['a', 0, 4, 0, '22', 0]], 9000);
    expect(wires.of('a', 0)).toEqual({ count: 4, rate: 0.5, preview: '22', at: 9000 });
  });

  it('tells of messages sent since, not of those from before the page looked', () => {
    const wires = new WiresStore();
    const sent = vi.fn();
    const stop = wires.onSent(sent);
    wires.take([['a', 0, 3, 1, '', 0]], 0);
    expect(sent).not.toHaveBeenCalled();
    wires.take([['a', 0, 5, 1, '', 0]], 250);
    expect(sent).toHaveBeenLastCalledWith(new Map([['a:0', 2]]));
    // The flow was started anew.
    wires.take([['a', 0, 1, 1, '', 0]], 500);
    stop();
    wires.take([['a', 0, 2, 1, '', 0]], 750);
    expect(sent).toHaveBeenCalledOnce();
  });

  it('passes over what it can’t read', () => {
    const wires = new WiresStore();
    wires.take('nonsense', 0);
    wires.take([1, [], ['a'], ['a', 0, 'x'], ['b', 0, 1, 'x', 5, 'y']], 7);
    expect([...wires.store.getState().readings]).toEqual([
      ['b:0', { count: 1, rate: 0, preview: '', at: 7 }],
    ]);
  });
});
