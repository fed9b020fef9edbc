const MAX_CACHED = 5000;
const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** Width of a text in px, measured without touching the page's layout. */
export function textWidth(text: string, font: string): number {
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > MAX_CACHED) widths.clear();
  context ??= document.createElement('canvas').getContext('2d');
  let width = text.length * 7;
  if (context !== null) {
    context.font = font;
    width = context.measureText(text).width;
  }
  widths.set(key, width);
  return width;
}

/** Sizes from before the text size or font changed are of no use. */
export function forgetWidths(): void {
  widths.clear();
}
