import type { FlowDocument } from '../model/flow-document';
import { numberOf, type NodeId } from '../model/flow-entry';

/** Steps of the file's grid to which nodes snap. */
export const GRID_X = 10;
export const GRID_Y = 20;

/** How far the next step stands from the one before it, in file units. */
export const NEXT_X = 200;
const NEXT_Y = 60;

const CARD_WIDTH = 160;
const CARD_HEIGHT = 40;

export interface At {
  readonly x: number;
  readonly y: number;
}

export function snapped(at: At): At {
  return { x: Math.round(at.x / GRID_X) * GRID_X, y: Math.round(at.y / GRID_Y) * GRID_Y };
}

/** The wanted place if nothing stands there, else the next free one below, then further right. */
export function freePlace(document: FlowDocument, flow: NodeId, wanted: At): At {
  const nodes = document.nodesIn(flow);
  const start = snapped(wanted);
  const isFree = (at: At): boolean =>
    !nodes.some(
      (n) =>
        Math.abs(numberOf(n, 'x') - at.x) < CARD_WIDTH &&
        Math.abs(numberOf(n, 'y') - at.y) < CARD_HEIGHT,
    );
  for (let column = 0; column < 10; column++) {
    for (let row = 0; row < 20; row++) {
      const at = { x: start.x + column * NEXT_X, y: start.y + row * NEXT_Y };
      if (isFree(at)) return at;
    }
  }
  return start;
}
