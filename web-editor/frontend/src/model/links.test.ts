import { describe, expect, it } from 'vitest';
import { FlowDocument } from './flow-document';
import type { FlowEntry } from './flow-entry';
import { linkCandidates, linkedIds, setLinks } from './links';
import type { PropertyOf } from './node-type';
import { sampleTypes } from './testing';

const types = sampleTypes();
const typeOf = (node: FlowEntry) => types.get(node.type);

function linksOf(type: string): PropertyOf<'links'> {
  const found = types.get(type)?.properties.find((p) => p.kind === 'links');
  if (found === undefined) throw new Error(`${type} has no links`);
  return found;
}

const node = (id: string, type: string, z: string, part: object = {}): FlowEntry => ({
  id,
  type,
  z,
  x: 0,
  y: 0,
  ...part,
});

const FLOWS = [
  { id: 'a', type: 'tab', label: 'A' },
  { id: 'b', type: 'tab', label: 'B' },
  { id: 's', type: 'subflow', name: 'S' },
  node('out', 'link out', 'a', { mode: 'link', links: ['in1', 'gone'] }),
  node('back', 'link out', 'a', { mode: 'return', links: [] }),
  node('call', 'link call', 'a', { links: ['in2'] }),
  node('in1', 'link in', 'a', { links: ['out', 'call'] }),
  node('in2', 'link in', 'b', { links: [] }),
  node('inner', 'link in', 's', { links: [] }),
  node('innerCall', 'link call', 's', { links: [] }),
  node('innerOut', 'link out', 's', { mode: 'link', links: [] }),
];
const document = FlowDocument.of(FLOWS);
const get = (id: string): FlowEntry => document.get(id) as FlowEntry;
const offered = (id: string): string[] =>
  linkCandidates(document, get(id), linksOf(get(id).type), typeOf).map((n) => n.id);

describe('links', () => {
  it('lead to nodes of the other kind on any tab', () => {
    expect(offered('out')).toEqual(['in1', 'in2']);
    expect(offered('call')).toEqual(['in1', 'in2']);
  });

  it('come from those only that don’t return to a caller', () => {
    expect(offered('in2')).toEqual(['out']);
  });

  it('stay in their subflow, but a call may leave it', () => {
    expect(offered('innerOut')).toEqual(['inner']);
    expect(offered('inner')).toEqual(['innerOut']);
    expect(offered('innerCall')).toEqual(['inner', 'in1', 'in2']);
  });

  it('are written at both ends, and others stay', () => {
    const after = document.apply(
      setLinks(document, get('out'), linksOf('link out'), ['in2', 'gone'], typeOf).changes,
    );
    expect(after.get('out')?.['links']).toEqual(['in2', 'gone']);
    expect(after.get('in1')?.['links']).toEqual(['call']);
    expect(after.get('in2')?.['links']).toEqual(['out']);
  });

  it('of a call are its own affair', () => {
    const { changes } = setLinks(document, get('call'), linksOf('link call'), ['in1'], typeOf);
    const after = document.apply(changes);
    expect(after.get('call')?.['links']).toEqual(['in1']);
    expect(after.get('in1')).toBe(get('in1'));
  });

  it('are read whether the file has a list or one text', () => {
    expect(linkedIds(['a', 1, ''])).toEqual(['a']);
    expect(linkedIds('a')).toEqual(['a']);
    expect(linkedIds(undefined)).toEqual([]);
  });
});
