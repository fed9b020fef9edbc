import descriptors from '../../dev/node-types.json';
import type { NodeType } from './node-type';
import { NodeTypes } from './node-types';

/** The descriptors of the stand-in for the engine, for tests that need real ones. */
export function sampleTypes(): NodeTypes {
  return new NodeTypes(descriptors.types as readonly NodeType[]);
}

/** Numbers that look random and are the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
