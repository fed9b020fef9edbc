import { describe, expect, it } from 'vitest';
import { adopted, exported, parseFlow } from './clipboard-format';
import { FlowDocument } from './flow-document';
import { wiresOf } from './flow-entry';

const document = FlowDocument.of([
  { id: 't', type: 'tab', label: 'T' },
  { id: 'a', type: 'mqtt in', z: 't', broker: 'k', x: 100, y: 100, wires: [['b', 'c']] },
  { id: 'b', type: 'catch', z: 't', scope: ['a', 'c'], x: 300, y: 100, wires: [['c']] },
  { id: 'c', type: 'debug', z: 't', x: 500, y: 100, wires: [] },
  { id: 'k', type: 'mqtt-broker', tls: 's', broker: 'localhost' },
  { id: 's', type: 'tls-config' },
]);

describe('an export', () => {
  it('brings the settings that its nodes use, and no wires that lead out', () => {
    const entries = exported(document, ['a', 'b']);
    expect(entries.map((e) => e.id)).toEqual(['a', 'b', 'k', 's']);
    expect(wiresOf(entries[0]!)).toEqual([['b']]);
  });
});

describe('an import', () => {
  it('gets new ids everywhere and keeps settings that are there already', () => {
    const added = adopted(exported(document, ['a', 'b']), document, 't', { x: 205, y: 95 });
    expect(added).toHaveLength(2);
    const [a, b] = added;
    expect(a!.id).not.toBe('a');
    expect(wiresOf(a!)).toEqual([[b!.id]]);
    expect(a!['broker']).toBe('k');
    expect(b!['scope']).toEqual([a!.id, 'c']);
    expect(a!['x']).toBe(110);
  });

  it('into another document brings the settings with new ids', () => {
    const empty = FlowDocument.of([{ id: 'z', type: 'tab' }]);
    const added = adopted(exported(document, ['a']), empty, 'z', undefined);
    const [a, k, s] = added;
    expect(a).toMatchObject({ z: 'z', broker: k!.id });
    expect(k).toMatchObject({ type: 'mqtt-broker', tls: s!.id });
  });

  it('is refused when the text is no flow', () => {
    expect(parseFlow('hello')).toBeUndefined();
    expect(parseFlow('[1]')).toBeUndefined();
    expect(parseFlow('{"id":"a","type":"debug"}')).toHaveLength(1);
  });
});
