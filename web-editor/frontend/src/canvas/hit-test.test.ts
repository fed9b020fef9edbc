// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { FlowDocument } from '../model/flow-document';
import { sampleTypes } from '../model/testing';
import { FlowLayout } from './flow-layout';
import type { Point } from './geometry';
import { HitTest } from './hit-test';
import type { Pointer } from './tools/tool-state';

const FLOW = FlowDocument.of([
  { id: 't', type: 'tab', label: 'T' },
  { id: 'a', type: 'inject', z: 't', name: 'A', x: 100, y: 100, wires: [['b']] },
  { id: 'b', type: 'debug', z: 't', name: 'B', x: 500, y: 100, wires: [] },
]);
const FONTS = { title: '', summary: '' };
const layout = FlowLayout.of(FLOW, 't', sampleTypes(), FlowLayout.EMPTY, FONTS);
const out = layout.port('a', true, 0)!;
const into = layout.port('b', false, 0)!;

function at(world: Point, touch = false): Pointer {
  const none = { x: 0, y: 0 };
  const keys = { shift: false, alt: false, ctrl: false };
  return { at: none, client: none, world, button: 0, touch, ...keys };
}

describe('what is under the pointer', () => {
  const hits = new HitTest(layout, 1);

  it('is a port a little outside of its card', () => {
    const hit = hits.at(at({ x: out.x + 10, y: out.y }));
    expect(hit).toEqual({ kind: 'port', port: { node: 'a', port: 0, output: true } });
  });

  it('is the card a little inside of its port', () => {
    expect(hits.at(at({ x: out.x - 10, y: out.y }))).toEqual({ kind: 'node', id: 'a' });
  });

  it('is a wire away from both ends', () => {
    const hit = hits.at(at({ x: (out.x + into.x) / 2, y: out.y + 5 }));
    expect(hit).toMatchObject({ kind: 'wire', wire: { source: 'a', port: 0, target: 'b' } });
  });

  it('is easier to meet for a finger', () => {
    const beside = { x: (out.x + into.x) / 2, y: out.y + 12 };
    expect(hits.at(at(beside)).kind).toBe('empty');
    expect(hits.at(at(beside, true)).kind).toBe('wire');
  });

  it('is no port where cards are drawn as blocks', () => {
    expect(new HitTest(layout, 0.2).at(at({ x: out.x - 1, y: out.y })).kind).toBe('node');
  });
});

it('a wire snaps to a near port that fits', () => {
  const near = { x: into.x - 30, y: into.y };
  const hits = new HitTest(layout, 1);
  expect(hits.nearestFitting(near, () => true, true)).toBe('b');
  expect(hits.nearestFitting(near, (id) => id !== 'b', true)).toBeUndefined();
});
