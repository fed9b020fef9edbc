import { describe, expect, it } from 'vitest';
import { FlowDocument } from './flow-document';
import { litPath } from './lit-path';
import { messagePath } from './wire-messages';

const AT = { x: 0, y: 0 };

const DOCUMENT = FlowDocument.of([
  { id: 't', type: 'tab' },
  { id: 'other', type: 'tab' },
  { id: 'sub', type: 'subflow', out: [{ wires: [{ id: 'b', port: 0 }] }] },
  { id: 'press', type: 'inject', z: 't', ...AT, wires: [['hot', 'log']] },
  { id: 'hot', type: 'switch', z: 't', ...AT, wires: [['use'], ['log']] },
  { id: 'use', type: 'subflow:sub', z: 't', ...AT, wires: [['log']] },
  { id: 'log', type: 'debug', z: 't', ...AT, wires: [] },
  { id: 'idle', type: 'debug', z: 't', ...AT, wires: [] },
  { id: 'a', type: 'change', z: 'sub', ...AT, wires: [['b']] },
  { id: 'b', type: 'change', z: 'sub', ...AT, wires: [[]] },
  { id: 'far', type: 'debug', z: 'other', ...AT, wires: [] },
]);

const WAY = messagePath({
  source: 'press',
  over: true,
  hops: [
    { node: 'hot', from: -1, port: 0 },
    { node: 'log', from: -1, port: 0 },
    { node: 'use/a', from: 0, port: 0 },
    { node: 'use/b', from: 2, port: 0 },
    { node: 'log', from: 3, port: 0 },
    { node: 'idle', from: 0, port: -1 },
  ],
});

const lit = (flow: string) => {
  const found = litPath(WAY, DOCUMENT, flow);
  return found && { steps: Object.fromEntries(found.steps), wires: [...found.wires].sort() };
};

describe('the way of a message on a flow', () => {
  it('has each node with the numbers of its steps, and the wires between them', () => {
    expect(lit('t')).toEqual({
      steps: { press: [], hot: [1], log: [2, 5], use: [3, 4], idle: [6] },
      wires: ['hot:0:use', 'press:0:hot', 'press:0:log', 'use:0:log'],
    });
  });

  it('is seen inside of a subflow too', () => {
    expect(lit('sub')).toEqual({ steps: { a: [3], b: [4] }, wires: ['a:0:b'] });
  });

  it('is nothing where the message has not been', () => {
    expect(lit('other')).toBeUndefined();
  });
});
