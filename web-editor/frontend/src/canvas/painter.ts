import type { NodeId } from '../model/flow-entry';
import type { LitPath } from '../model/lit-path';
import type { NodeKind } from '../model/node-type';
import type { FlowLayout, LaidWire } from './flow-layout';
import { grown, intersects, type Point, type Rect, type View } from './geometry';
import { GROUP_FONT, LABEL_PADDING } from './group-frames';
import { paintLive, type LiveScene } from './live-painter';
import { trace, wirePath } from './wire-path';

/** Below this zoom cards are too small to read; blocks are drawn in their place. */
export const BLOCKS_BELOW = 0.35;
/** How much is left of what is not on the way of a message that is shown. */
const DIMMED = 0.35;
const GRID_X = 25;
const GRID_Y = 30;

export interface Palette {
  readonly canvas: string;
  readonly dot: string;
  readonly wire: string;
  readonly accent: string;
  readonly line: string;
  readonly text: string;
  /** Of what is less important at the moment. */
  readonly quiet: string;
  readonly card: string;
  readonly kinds: Readonly<Record<NodeKind, string>>;
}

const KINDS: readonly NodeKind[] = [
  'start',
  'decide',
  'change',
  'code',
  'wait',
  'network',
  'storage',
  'look',
  'organise',
  'config',
  'subflow',
  'unknown',
];

/** The theme's colours as the drawing layer needs them. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim() || '#888';
  return {
    canvas: colour('--canvas'),
    dot: colour('--dot'),
    wire: colour('--wire'),
    accent: colour('--ac'),
    line: colour('--line-2'),
    text: colour('--tx2'),
    quiet: colour('--tx3'),
    card: colour('--card'),
    kinds: Object.fromEntries(KINDS.map((k) => [k, colour(`--k-${k}`)])) as Record<
      NodeKind,
      string
    >,
  };
}

export interface Scene {
  readonly layout: FlowLayout;
  readonly camera: View;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly selectedWires: ReadonlySet<string>;
  readonly hotWire: string | undefined;
  readonly selectedNodes: ReadonlySet<NodeId>;
  /** The group that what is dragged would come to stand in. */
  readonly dropGroup: NodeId | undefined;
  /** Where a message went, if that is shown. */
  readonly lit: LitPath | undefined;
  readonly pending: { readonly from: Point; readonly to: Point } | undefined;
  readonly live: LiveScene;
}

/** Draws everything that isn't an element: grid, groups, wires, and blocks when zoomed far out. */
export function paint(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { camera, width, height, ratio } = scene;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.canvas;
  context.fillRect(0, 0, width, height);
  paintGrid(context, scene, palette);
  const scale = camera.zoom * ratio;
  context.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale);
  const view: Rect = { x: camera.x, y: camera.y, w: width / camera.zoom, h: height / camera.zoom };
  paintGroups(context, scene, palette, view);
  paintWires(context, scene, palette, view);
  paintLive(context, scene.layout, scene.live, palette);
  if (camera.zoom < BLOCKS_BELOW) paintBlocks(context, scene, palette, view);
  if (scene.pending !== undefined) {
    const path = new Path2D();
    trace(wirePath(scene.pending.from, scene.pending.to), path);
    context.setLineDash([]);
    context.lineWidth = 3;
    context.strokeStyle = palette.accent;
    context.stroke(path);
  }
}

function paintGrid(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { camera, width, height } = scene;
  // Dots closer than a few px would be a grey wash.
  const every = camera.zoom < 0.3 ? 8 : camera.zoom < 0.6 ? 4 : 1;
  const stepX = GRID_X * every * camera.zoom;
  const stepY = GRID_Y * every * camera.zoom;
  const startX = -((camera.x * camera.zoom) % stepX) - stepX;
  const startY = -((camera.y * camera.zoom) % stepY) - stepY;
  const size = camera.zoom >= 1.5 ? 2 : 1.5;
  context.fillStyle = palette.dot;
  context.beginPath();
  for (let x = startX; x < width + stepX; x += stepX) {
    for (let y = startY; y < height + stepY; y += stepY) {
      context.rect(x - size / 2, y - size / 2, size, size);
    }
  }
  context.fill();
}

function paintGroups(
  context: CanvasRenderingContext2D,
  { layout, lit: path, selectedNodes, dropGroup }: Scene,
  palette: Palette,
  view: Rect,
): void {
  for (const { id, rect, label, name, stroke, fill } of layout.groups.all()) {
    if (!intersects(grown(rect, 20), view)) continue;
    const isMeant = selectedNodes.has(id) || dropGroup === id;
    context.beginPath();
    context.roundRect(rect.x, rect.y, rect.w, rect.h, 14);
    context.globalAlpha = dropGroup === id ? 0.12 : fill === undefined ? 0.04 : 0.16;
    context.fillStyle = fill ?? palette.accent;
    context.fill();
    context.globalAlpha = path === undefined ? 1 : DIMMED;
    context.setLineDash(selectedNodes.has(id) ? [] : [5, 4]);
    context.lineWidth = isMeant ? 2 : 1.5;
    context.strokeStyle = isMeant ? palette.accent : (stroke ?? palette.line);
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
    if (label !== undefined) {
      context.font = GROUP_FONT;
      context.fillStyle = palette.canvas;
      context.fillRect(label.x, label.y, label.w, label.h);
      context.fillStyle = isMeant ? palette.accent : palette.text;
      context.textBaseline = 'middle';
      context.fillText(name, label.x + LABEL_PADDING, rect.y);
    }
  }
}

function paintWires(
  context: CanvasRenderingContext2D,
  scene: Scene,
  palette: Palette,
  view: Rect,
): void {
  const plain = new Path2D();
  const dashed = new Path2D();
  const lit = new Path2D();
  for (const wire of scene.layout.wiresNear(view)) {
    const isLit =
      scene.selectedWires.has(wire.key) ||
      scene.hotWire === wire.key ||
      scene.lit?.wires.has(wire.key) === true;
    if (isLit) trace(wire.path, lit);
    else if (leadsNowhere(wire, scene.layout)) trace(wire.path, dashed);
    else trace(wire.path, plain);
  }
  const thin = Math.max(2, 1 / scene.camera.zoom);
  context.lineCap = 'round';
  context.strokeStyle = palette.wire;
  context.lineWidth = thin;
  context.globalAlpha = scene.lit === undefined ? 1 : DIMMED;
  context.setLineDash([]);
  context.stroke(plain);
  context.setLineDash([5, 5]);
  context.stroke(dashed);
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.strokeStyle = palette.accent;
  context.lineWidth = thin + 1;
  context.stroke(lit);
}

function leadsNowhere(wire: LaidWire, layout: FlowLayout): boolean {
  return (
    layout.faces.get(wire.target)?.disabled === true ||
    layout.faces.get(wire.source)?.disabled === true
  );
}

function paintBlocks(
  context: CanvasRenderingContext2D,
  scene: Scene,
  palette: Palette,
  view: Rect,
): void {
  for (const id of scene.layout.nodesNear(view)) {
    const box = scene.layout.boxes.get(id);
    const face = scene.layout.faces.get(id);
    if (box === undefined || face === undefined || !intersects(box, view)) continue;
    const isDimmed = scene.lit !== undefined && !scene.lit.steps.has(id);
    context.globalAlpha = isDimmed ? DIMMED : 1;
    context.beginPath();
    context.roundRect(box.x, box.y, box.w, box.h, 10);
    context.fillStyle = palette.card;
    context.fill();
    context.lineWidth = scene.selectedNodes.has(id) ? 6 : 2;
    context.strokeStyle = scene.selectedNodes.has(id) ? palette.accent : palette.line;
    context.stroke();
    context.beginPath();
    context.roundRect(box.x + 9, box.y + box.h / 2 - 13, Math.min(26, box.w - 6), 26, 6);
    context.globalAlpha = isDimmed ? DIMMED : face.disabled ? 0.5 : 1;
    context.fillStyle = palette.kinds[face.kind];
    context.fill();
    context.globalAlpha = 1;
  }
}
