// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { FlowDocument } from '../model/flow-document';
import type { FlowEntry } from '../model/flow-entry';
import { sampleTypes } from '../model/testing';
import type { WireReading } from '../store/wires-store';
import { FlowLayout } from './flow-layout';
import { chipsOf, chipText, pointAlong, Pulses } from './live-wires';

const reading = (part: Partial<WireReading> = {}): WireReading => ({
  count: 1,
  rate: 0,
  preview: '21.5',
  at: 0,
  ...part,
});

const node = (id: string, x: number, wires: string[][], y = 100): FlowEntry => ({
  id,
  type: 'function',
  z: 't',
  x,
  y,
  wires,
});

function layoutOf(...nodes: FlowEntry[]): FlowLayout {
  const document = FlowDocument.of([{ id: 't', type: 'tab' }, ...nodes]);
  const fonts = { title: '', summary: '' };
  return FlowLayout.of(document, 't', sampleTypes(), FlowLayout.EMPTY, fonts);
}

const EVERYWHERE = { x: -10_000, y: -10_000, w: 20_000, h: 20_000 };

describe('the text of a chip', () => {
  it('says the latest value and how often one comes', () => {
    expect(chipText(reading({ rate: 0.54 }), 1000)).toEqual({
      value: '21.5',
      pace: '0.5/s',
      silent: false,
    });
    expect(chipText(reading({ rate: 41.6 }), 0).pace).toBe('42/s');
    expect(chipText(reading(), 9000).pace).toBe('');
  });

  it('says how long nothing came', () => {
    expect(chipText(reading(), 11_000)).toEqual({ value: '21.5', pace: '11 s', silent: true });
    expect(chipText(reading(), 3 * 3600_000).pace).toBe('3 h');
    // One in twenty seconds is not silent after a minute.
    expect(chipText(reading({ rate: 0.05 }), 60_000).silent).toBe(false);
    expect(chipText(reading({ rate: 0.05 }), 201_000).silent).toBe(true);
  });

  it('is short', () => {
    expect(chipText(reading({ preview: 'x'.repeat(80) }), 0).value).toBe(`${'x'.repeat(27)}…`);
    expect(chipText(reading({ preview: '80.24000000000001' }), 0).value).toBe('80.24');
    expect(chipText(reading({ preview: '1234567.25' }), 0).value).toBe('1234567.25');
  });
});

describe('chips', () => {
  const known = new Map([['a:0', reading()]]);

  it('sit on a long wire that is alone', () => {
    const layout = layoutOf(node('a', 100, [['b']]), node('b', 700, [[]]));
    const [chip] = chipsOf(layout, known, EVERYWHERE, 0);
    const a = layout.boxes.get('a')!;
    const b = layout.boxes.get('b')!;
    expect(chip!.rect.x).toBeGreaterThan(a.x + a.w);
    expect(chip!.rect.x + chip!.rect.w).toBeLessThan(b.x);
    expect(chip!.rect.y + chip!.rect.h / 2).toBeCloseTo(a.y + a.h / 2, 0);
  });

  it('stand once beside an output with several wires', () => {
    const layout = layoutOf(
      node('a', 100, [['b', 'c']]),
      node('b', 700, [[]]),
      node('c', 700, [[]], 200),
    );
    const chips = chipsOf(layout, known, EVERYWHERE, 0);
    const a = layout.boxes.get('a')!;
    expect(chips).toHaveLength(1);
    expect(chips[0]!.rect.y + chips[0]!.rect.h).toBeLessThan(a.y + a.h / 2);
  });

  it('say less where there is less room', () => {
    const layout = layoutOf(node('a', 100, [['b']]), node('b', 290, [[]]));
    const long = new Map([['a:0', reading({ preview: 'rather long', rate: 1 })]]);
    const [chip] = chipsOf(layout, long, EVERYWHERE, 0);
    expect(chip!.text).toMatch(/^rather/);
    expect(chip!.text).not.toContain('1/s');
    expect(chip!.rect.x + chip!.rect.w).toBeLessThan(layout.boxes.get('b')!.x);
  });

  it('are left out where there is no room, and for outputs that are silent from the start', () => {
    const layout = layoutOf(node('a', 100, [['b']]), node('b', 215, [[]]));
    expect(chipsOf(layout, known, EVERYWHERE, 0)).toEqual([]);
    expect(chipsOf(layout, new Map(), EVERYWHERE, 0)).toEqual([]);
  });
});

describe('pulses', () => {
  const layout = layoutOf(node('a', 100, [['b', 'c']]), node('b', 700, [[]]), node('c', 700, [[]]));
  const sent = new Map([['a:0', 1]]);

  it('travel each wire of the output once', () => {
    const pulses = new Pulses(() => false);
    pulses.sent(layout, sent, new Map([['a:0', reading({ rate: 1 })]]), 0);
    expect([...pulses.at(175)]).toEqual([
      ['a:0:b', 0.5],
      ['a:0:c', 0.5],
    ]);
    expect(pulses.at(350).size).toBe(0);
    expect(pulses.isMoving).toBe(false);
  });

  it('give way to a glow when messages come fast', () => {
    const pulses = new Pulses(() => false);
    pulses.sent(layout, sent, new Map([['a:0', reading({ rate: 50 })]]), 0);
    expect(pulses.at(10).size).toBe(0);
    expect([...pulses.glowing(10)]).toEqual(['a:0:b', 'a:0:c']);
    expect(pulses.glowing(1000).size).toBe(0);
    expect(pulses.isMoving).toBe(false);
  });

  it('stay away where nothing is to move', () => {
    const pulses = new Pulses(() => true);
    pulses.sent(layout, sent, new Map([['a:0', reading()]]), 0);
    expect(pulses.isMoving).toBe(false);
  });
});

it('finds the place on a wire', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
  ];
  expect(pointAlong(points, 0)).toEqual({ x: 0, y: 0 });
  expect(pointAlong(points, 0.75)).toEqual({ x: 10, y: 5 });
  expect(pointAlong(points, 1)).toEqual({ x: 10, y: 10 });
});
