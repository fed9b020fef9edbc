import { describe, expect, it } from 'vitest';
import { inverseAll, squash, type Change } from './change';
import { Edits } from './edits';
import { FlowDocument } from './flow-document';
import { classOf, wiresOf, type FlowEntry } from './flow-entry';
import { seeded } from './testing';

const START: readonly FlowEntry[] = [
  { id: 't1', type: 'tab', label: 'One' },
  { id: 't2', type: 'tab', label: 'Two' },
  { id: 'g', type: 'group', z: 't1', nodes: ['a', 'b'], x: 0, y: 0, w: 10, h: 10 },
  {
    id: 'a',
    type: 'inject',
    z: 't1',
    g: 'g',
    x: 100,
    y: 100,
    wires: [['b', 'c'], ['c']],
    odd: { b: 1, a: 2 },
  },
  { id: 'b', type: 'function', z: 't1', g: 'g', x: 300, y: 100, wires: [['c']] },
  { id: 'c', type: 'debug', z: 't1', x: 500, y: 100, wires: [] },
  { id: 'k', type: 'mqtt-broker', broker: 'localhost' },
];

function randomEdit(document: FlowDocument, random: () => number, n: number): Change[] {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const edits = new Edits(document);
  const nodes = [...document.entries()].filter((e) => classOf(e) === 'node');
  const one = pick(nodes);
  const other = pick(nodes);
  switch (Math.floor(random() * 8)) {
    case 0:
      edits.add({ id: `n${n}`, type: 'function', z: 't1', x: n, y: n, wires: [[]] });
      break;
    case 1:
      if (one !== undefined) edits.remove(one.id);
      break;
    case 2:
      if (one !== undefined) edits.removeAndHeal(one.id, document);
      break;
    case 3:
      if (one !== undefined && other !== undefined) edits.connect(one.id, n % 3, other.id);
      break;
    case 4:
      if (one !== undefined) {
        const wires = wiresOf(one);
        wires.forEach((targets, port) => {
          for (const target of targets) edits.disconnect(one.id, port, target);
        });
      }
      break;
    case 5:
      if (one !== undefined) {
        edits.update(one.id, {
          x: n * 10,
          name: `name ${n}`,
          d: random() < 0.5 ? true : undefined,
        });
      }
      break;
    case 6:
      edits.add({ id: `t${n}`, type: 'tab', label: `Tab ${n}` });
      break;
    default:
      edits.reorder('t2', edits.indexOf('t1'));
  }
  return edits.changes;
}

describe('a change', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'turned round gives back the same bytes, after any edits (seed %i)',
    (seed) => {
      const random = seeded(seed);
      let document = FlowDocument.of(START);
      const before = document.write();
      const history: Change[][] = [];
      for (let n = 0; n < 60; n++) {
        const changes = randomEdit(document, random, n);
        history.push(changes);
        document = document.apply(changes);
      }
      const after = document.write();
      for (const changes of [...history].reverse()) document = document.apply(inverseAll(changes));
      expect(document.write()).toBe(before);
      for (const changes of history) document = document.apply(changes);
      expect(document.write()).toBe(after);
    },
  );

  it('joins updates of one entry that follow each other', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ id: 'x', type: 'debug', name }));
    const changes = squash([
      { kind: 'update', before: a!, after: b! },
      { kind: 'update', before: b!, after: c! },
    ]);
    expect(changes).toEqual([{ kind: 'update', before: a, after: c }]);
  });
});

describe('removing a node', () => {
  it('takes its wires and its place in the group with it', () => {
    const document = FlowDocument.of(START);
    const next = document.apply(new Edits(document).remove('b').changes);
    expect(next.has('b')).toBe(false);
    expect(wiresOf(next.get('a')!)).toEqual([['c'], ['c']]);
    expect(next.get('g')!['nodes']).toEqual(['a']);
  });

  it('takes the links to it and what watches it with it', () => {
    const document = FlowDocument.of([
      { id: 'in', type: 'link in', z: 't', x: 0, y: 0, links: ['out'], wires: [[]] },
      { id: 'out', type: 'link out', z: 'u', x: 0, y: 0, links: ['in', 'other'], wires: [] },
      { id: 'all', type: 'catch', z: 't', x: 0, y: 0, scope: null, wires: [[]] },
      { id: 'some', type: 'catch', z: 't', x: 0, y: 0, scope: ['in', 'x'], wires: [[]] },
    ]);
    const next = document.apply(new Edits(document).remove('in').changes);
    expect(next.get('out')!['links']).toEqual(['other']);
    expect(next.get('some')!['scope']).toEqual(['x']);
    expect(next.get('all')).toBe(document.get('all'));
  });

  it('can wire what was before it to what was after it', () => {
    const document = FlowDocument.of([
      { id: 'a', type: 'inject', z: 't', x: 0, y: 0, wires: [['b']] },
      { id: 'b', type: 'function', z: 't', x: 0, y: 0, wires: [['c']] },
      { id: 'c', type: 'debug', z: 't', x: 0, y: 0, wires: [] },
    ]);
    const next = document.apply(new Edits(document).removeAndHeal('b', document).changes);
    expect(wiresOf(next.get('a')!)).toEqual([['c']]);
  });
});
