import { expect, it } from 'vitest';
import { FlowDocument } from './flow-document';
import { neighbour, readingOrder } from './flow-order';

const document = FlowDocument.of([
  { id: 't', type: 'tab' },
  { id: 'late', type: 'debug', z: 't', x: 300, y: 300, wires: [] },
  { id: 'c', type: 'debug', z: 't', x: 500, y: 100, wires: [] },
  { id: 'a', type: 'inject', z: 't', x: 100, y: 100, wires: [['b']] },
  { id: 'b', type: 'function', z: 't', x: 300, y: 100, wires: [['c'], ['late']] },
  { id: 'loop', type: 'function', z: 't', x: 100, y: 500, wires: [['loop']] },
]);

it('nodes are read from the top and along their wires, rings included', () => {
  expect(readingOrder(document, 't').map((n) => n.id)).toEqual(['a', 'b', 'c', 'late', 'loop']);
});

it('arrows walk along wires sideways and to the nearest node up and down', () => {
  const at = (id: string) => document.get(id)!;
  expect(neighbour(document, at('a'), 'right')).toBe('b');
  expect(neighbour(document, at('late'), 'left')).toBe('b');
  expect(neighbour(document, at('b'), 'down')).toBe('late');
  expect(neighbour(document, at('a'), 'up')).toBeUndefined();
});
