import { outputKey } from '../store/wires-store';
import type { FlowLayout } from './flow-layout';
import { CHIP_FONT, pointAlong, type LaidChip } from './live-wires';
import type { Palette } from './painter';
import { trace } from './wire-path';

const DOT_RADIUS = 4;
const PADDING = 7;

/** What the wires carry at this moment. */
export interface LiveScene {
  readonly chips: readonly LaidChip[];
  /** How far the dot on a wire is, by the wire's key. */
  readonly pulses: ReadonlyMap<string, number>;
  readonly glowing: ReadonlySet<string>;
  /** The output that is looked into. */
  readonly inspected: string | undefined;
}

/** Draws it, in world coordinates. */
export function paintLive(
  context: CanvasRenderingContext2D,
  layout: FlowLayout,
  live: LiveScene,
  palette: Palette,
): void {
  context.setLineDash([]);
  paintGlow(context, layout, live, palette);
  context.fillStyle = palette.accent;
  for (const [key, part] of live.pulses) {
    const wire = layout.wires.get(key);
    if (wire === undefined) continue;
    const at = pointAlong(wire.points, part);
    context.beginPath();
    context.arc(at.x, at.y, DOT_RADIUS, 0, 2 * Math.PI);
    context.fill();
  }
  for (const chip of live.chips) paintChip(context, chip, live, palette);
}

function paintGlow(
  context: CanvasRenderingContext2D,
  layout: FlowLayout,
  live: LiveScene,
  palette: Palette,
): void {
  const path = new Path2D();
  for (const key of live.glowing) {
    const wire = layout.wires.get(key);
    if (wire !== undefined) trace(wire.path, path);
  }
  context.strokeStyle = palette.accent;
  context.globalAlpha = 0.55;
  context.lineWidth = 3;
  context.stroke(path);
  context.globalAlpha = 1;
}

function paintChip(
  context: CanvasRenderingContext2D,
  { wire, rect, text, silent }: LaidChip,
  live: LiveScene,
  palette: Palette,
): void {
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.w, rect.h, rect.h / 2);
  context.fillStyle = palette.card;
  context.fill();
  const isInspected = live.inspected === outputKey(wire.source, wire.port);
  context.lineWidth = isInspected ? 2 : 1;
  context.strokeStyle = isInspected ? palette.accent : palette.line;
  context.stroke();
  context.save();
  context.clip();
  context.font = CHIP_FONT;
  context.textBaseline = 'middle';
  context.fillStyle = silent ? palette.quiet : palette.text;
  context.fillText(text, rect.x + PADDING, rect.y + rect.h / 2 + 0.5);
  context.restore();
}
