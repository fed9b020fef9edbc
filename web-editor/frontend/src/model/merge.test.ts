import { describe, expect, it } from 'vitest';
import { changedBetween } from './changed-between';
import { FlowDocument } from './flow-document';
import { wiresOf, type FlowEntry } from './flow-entry';
import { merge, type Side } from './merge';
import { seeded } from './testing';

const TAB: FlowEntry = { id: 't', type: 'tab', label: 'T' };
const A: FlowEntry = { id: 'a', type: 'inject', z: 't', name: 'A', x: 0, y: 0, wires: [['b']] };
const B: FlowEntry = { id: 'b', type: 'function', z: 't', func: 'f', x: 1, y: 0, wires: [['c']] };
const C: FlowEntry = { id: 'c', type: 'debug', z: 't', name: 'C', x: 2, y: 0, wires: [] };
const BASE = FlowDocument.of([TAB, A, B, C]);

function together(
  mine: readonly FlowEntry[],
  theirs: readonly FlowEntry[],
  sides: Readonly<Record<string, Side>> = {},
) {
  const { document, clashes } = merge(
    BASE,
    FlowDocument.of(mine),
    FlowDocument.of(theirs),
    new Map(Object.entries(sides)),
  );
  return { list: document.list, clashes };
}

describe('what two have made of the same flows', () => {
  it('goes together where each has changed something else', () => {
    const mine = [TAB, { ...A, name: 'Mine' }, B, C, { id: 'm', type: 'comment', z: 't' }];
    const changed = { ...B, func: 'theirs', wires: [[]] };
    const theirs = [TAB, A, changed, { id: 'n', type: 'comment', z: 't' }];
    expect(together(mine, theirs)).toEqual({
      list: [
        TAB,
        { ...A, name: 'Mine' },
        changed,
        { id: 'n', type: 'comment', z: 't' },
        { id: 'm', type: 'comment', z: 't' },
      ],
      clashes: [],
    });
  });

  it('goes together where both have changed other properties of one node', () => {
    const { list, clashes } = together(
      [TAB, { ...A, name: 'Mine', d: true }, B, C],
      [TAB, { ...A, x: 50, info: 'Theirs' }, B, C],
    );
    expect(clashes).toEqual([]);
    expect(list[1]).toEqual({ ...A, name: 'Mine', d: true, x: 50, info: 'Theirs' });
  });

  it('is the same where both have done the same', () => {
    const same = [TAB, { ...A, name: 'Same' }, C];
    expect(together(same, same)).toEqual({ list: same, clashes: [] });
  });

  it('asks about a property that both have changed, and only about that', () => {
    const mine = [TAB, { ...A, name: 'Mine', topic: 'mine' }, B, C];
    const theirs = [TAB, { ...A, name: 'Theirs', info: 'theirs' }, B, C];
    expect(together(mine, theirs).clashes).toEqual([
      { id: 'a', mine: mine[1], theirs: theirs[1], keys: ['name'] },
    ]);
    const rest = { topic: 'mine', info: 'theirs' };
    const decided = (side: Side) => together(mine, theirs, { a: side });
    expect(decided('mine').list[1]).toEqual({ ...A, ...rest, name: 'Mine' });
    expect(decided('theirs').list[1]).toEqual({ ...A, ...rest, name: 'Theirs' });
    expect(decided('theirs').clashes).toEqual([]);
  });

  it('asks about what one has deleted and the other changed', () => {
    const unwired = { ...A, wires: [[]] };
    const mine = [TAB, unwired, C];
    const changed = { ...B, func: 'theirs' };
    const theirs = [TAB, A, changed, C];
    const { clashes } = together(mine, theirs);
    expect(clashes).toEqual([{ id: 'b', mine: undefined, theirs: changed, keys: [] }]);
    expect(together(mine, theirs, { b: 'theirs' }).list).toEqual([TAB, unwired, changed, C]);
    expect(together(mine, theirs, { b: 'mine' }).list).toEqual(mine);
  });

  it('brings back what they have deleted if my changed one is to stay', () => {
    const mine = [TAB, A, { ...B, func: 'mine' }, C];
    expect(together(mine, [TAB, { ...A, wires: [[]] }, C], { b: 'mine' }).list).toEqual([
      TAB,
      { ...A, wires: [[]] },
      { ...B, func: 'mine' },
      C,
    ]);
  });

  it('asks nobody where a node is to stand', () => {
    const { list, clashes } = together([TAB, { ...A, x: 10 }, B, C], [TAB, { ...A, x: 90 }, B, C]);
    expect(clashes).toEqual([]);
    expect(list[1]).toEqual({ ...A, x: 10 });
  });

  it('has no wires to what one has deleted and the other wired', () => {
    const { list } = together([TAB, { ...A, wires: [['b', 'c']] }, B, C], [TAB, A, B]);
    expect(list[1]).toEqual({ ...A, wires: [['b']] });
  });

  it('leaves wires that led nowhere before', () => {
    const odd = [TAB, { ...A, wires: [['nowhere']] }, B, C];
    expect(together(odd, [TAB, A, { ...B, func: 'theirs' }, C]).list[1]).toEqual(odd[1]);
  });
});

describe('any two edits', () => {
  function edited(base: FlowDocument, random: () => number, by: string): FlowDocument {
    const list: FlowEntry[] = [];
    base.list.forEach((entry, i) => {
      const roll = random();
      if (roll < 0.15 && entry.type !== 'tab') return;
      if (roll < 0.4) list.push({ ...entry, [roll < 0.3 ? 'name' : 'info']: `${by} ${i}` });
      else list.push(entry);
      if (roll > 0.85) list.push({ id: `${by}${i}`, type: 'comment', z: 't', wires: [['a', 'c']] });
    });
    // As in an editor, which takes the wires of what is deleted with it.
    const ids = new Set(list.map((entry) => entry.id));
    return FlowDocument.of(
      list.map((entry) => {
        if (entry['wires'] === undefined) return entry;
        return {
          ...entry,
          wires: wiresOf(entry).map((targets) => targets.filter((id) => ids.has(id))),
        };
      }),
    );
  }

  it.each(Array.from({ length: 200 }, (_, seed) => seed))(
    'keep what only one has changed, and end up where one decides (%i)',
    (seed) => {
      const random = seeded(seed);
      const mine = edited(BASE, random, 'm');
      const theirs = edited(BASE, random, 't');
      const { clashes } = merge(BASE, mine, theirs);
      const byMe = changedBetween(BASE, mine);
      const byThem = changedBetween(BASE, theirs);
      for (const { id } of clashes) expect(byMe.has(id) && byThem.has(id)).toBe(true);
      for (const side of ['mine', 'theirs'] as const) {
        const sides = new Map(clashes.map((clash) => [clash.id, side]));
        const { document, clashes: left } = merge(BASE, mine, theirs, sides);
        expect(left).toEqual([]);
        const unwired = (entry: FlowEntry | undefined) => entry && { ...entry, wires: undefined };
        for (const id of new Set([...byMe, ...byThem])) {
          const from = byThem.has(id) ? (byMe.has(id) ? undefined : theirs) : mine;
          if (from !== undefined) expect(unwired(document.get(id))).toEqual(unwired(from.get(id)));
        }
        for (const { id } of clashes) {
          expect(document.get(id)?.['name']).toEqual(
            (side === 'mine' ? mine : theirs).get(id)?.['name'],
          );
        }
        for (const entry of document.entries()) {
          for (const target of wiresOf(entry).flat()) expect(document.has(target)).toBe(true);
        }
        expect(new Set(document.list.map((e) => e.id)).size).toBe(document.list.length);
      }
    },
  );

  it('are themselves where the other has done nothing', () => {
    const mine = edited(BASE, seeded(7), 'm');
    const clean = (document: FlowDocument) => merge(document, document, document).document;
    expect(
      merge(BASE, mine, BASE)
        .document.list.map((e) => e.id)
        .sort(),
    ).toEqual(mine.list.map((e) => e.id).sort());
    expect(merge(BASE, BASE, mine).document.list.map((e) => e.id)).toEqual(
      clean(mine).list.map((e) => e.id),
    );
  });
});
