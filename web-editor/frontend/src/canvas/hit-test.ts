import type { NodeId } from '../model/flow-entry';
import type { WireRef } from '../store/selection-store';
import type { FlowLayout, LaidWire } from './flow-layout';
import { contains, distance, grown, portPoint, type Point } from './geometry';
import type { LaidChip } from './live-wires';
import { BLOCKS_BELOW } from './painter';
import type { PortRef } from './scene-store';
import type { Pointer } from './tools/tool-state';
import { distanceToLine } from './wire-path';

const SNAP_PX = 40;
const PORT_OUTSIDE_PX = 13;
const PORT_INSIDE_PX = 7;
/** How near to a wire or a frame one has to point. */
const EDGE_PX = 8;

export type Hit =
  | { readonly kind: 'port'; readonly port: PortRef }
  | { readonly kind: 'node'; readonly id: NodeId }
  | { readonly kind: 'wire'; readonly wire: WireRef }
  /** What a wire carries, written on it. */
  | { readonly kind: 'chip'; readonly wire: WireRef }
  /** The frame of a group, or its name. */
  | { readonly kind: 'group'; readonly id: NodeId }
  | { readonly kind: 'empty' };

/** What is where on a laid out flow, as near as a hand can point at this zoom. */
export class HitTest {
  constructor(
    private readonly layout: FlowLayout,
    private readonly zoom: number,
    private readonly chips: readonly LaidChip[] = [],
  ) {}

  at(pointer: Pointer): Hit {
    const port = this.#portAt(pointer);
    if (port !== undefined) return { kind: 'port', port };
    const node = this.nodeAt(pointer.world);
    if (node !== undefined) return { kind: 'node', id: node };
    const chip = this.chips.find(({ rect }) => contains(rect, pointer.world));
    if (chip !== undefined) return { kind: 'chip', wire: chip.wire };
    const reach = (EDGE_PX * (pointer.touch ? 2 : 1)) / this.zoom;
    const wire = this.wireAt(pointer.world, reach);
    if (wire !== undefined) return { kind: 'wire', wire };
    const group = this.layout.groups.edgeAt(pointer.world, reach);
    return group === undefined ? { kind: 'empty' } : { kind: 'group', id: group };
  }

  nodeAt(world: Point): NodeId | undefined {
    let found: NodeId | undefined;
    for (const id of this.layout.nodesNear({ ...world, w: 0, h: 0 })) {
      const box = this.layout.boxes.get(id);
      if (box !== undefined && contains(box, world)) found = id;
    }
    return found;
  }

  /** The wire nearest to a point, no farther than `reach` in world units. */
  wireAt(world: Point, reach: number): LaidWire | undefined {
    let best: LaidWire | undefined;
    let bestDistance = reach;
    for (const wire of this.layout.wiresNear(grown({ ...world, w: 0, h: 0 }, reach))) {
      const away = distanceToLine(wire.points, world);
      if (away <= bestDistance) {
        best = wire;
        bestDistance = away;
      }
    }
    return best;
  }

  /** The node whose port is near enough for a wire to snap to it, or whose card is under it. */
  nearestFitting(
    world: Point,
    fits: (id: NodeId) => boolean,
    toInput: boolean,
  ): NodeId | undefined {
    const over = this.nodeAt(world);
    if (over !== undefined) return fits(over) ? over : undefined;
    let best: NodeId | undefined;
    let bestDistance = SNAP_PX / this.zoom;
    for (const id of this.layout.nodesNear(grown({ ...world, w: 0, h: 0 }, bestDistance))) {
      const port = this.layout.port(id, !toInput, 0);
      if (port === undefined || !fits(id)) continue;
      const away = distance(port, world);
      if (away < bestDistance) {
        best = id;
        bestDistance = away;
      }
    }
    return best;
  }

  nearestOutput(id: NodeId, world: Point): number {
    const outputs = this.layout.faces.get(id)?.outputs ?? 1;
    let best = 0;
    let bestDistance = Infinity;
    for (let i = 0; i < outputs; i++) {
      const port = this.layout.port(id, true, i);
      const away = port === undefined ? Infinity : distance(port, world);
      if (away < bestDistance) {
        best = i;
        bestDistance = away;
      }
    }
    return best;
  }

  #portAt({ world, touch }: Pointer): PortRef | undefined {
    if (this.zoom < BLOCKS_BELOW) return undefined;
    const reach = (touch ? 22 : PORT_OUTSIDE_PX) / this.zoom;
    const inside = (touch ? 12 : PORT_INSIDE_PX) / this.zoom;
    let best: PortRef | undefined;
    let bestDistance = reach;
    const area = grown({ ...world, w: 0, h: 0 }, reach);
    for (const id of this.layout.nodesNear(area)) {
      const box = this.layout.boxes.get(id);
      const face = this.layout.faces.get(id);
      if (box === undefined || face === undefined || !contains(box, world, reach)) continue;
      const check = (output: boolean, count: number): void => {
        for (let i = 0; i < count; i++) {
          const at = portPoint(box, output, i, count);
          const away = distance(at, world);
          const inwards = output ? at.x - world.x : world.x - at.x;
          if (away <= bestDistance && inwards <= inside) {
            best = { node: id, port: i, output };
            bestDistance = away;
          }
        }
      };
      check(false, face.inputs);
      check(true, face.outputs);
    }
    return best;
  }
}
