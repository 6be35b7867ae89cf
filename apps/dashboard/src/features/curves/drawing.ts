// How lines become strokes, for any pen: the canvas' context is one, the exported SVG another.
import { firstIndexFrom } from './axes.ts';
import { pixelOfX, pixelOfY, type PlotArea } from './plot-area.ts';
import type { Band, PlotLine } from './plot-line.ts';

export const DOT_RADIUS = 2;

export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** The indices in sight and one beyond either end, so that a line reaches the edge. */
function inSight(area: PlotArea, xs: readonly number[]): { from: number; to: number } {
  const from = Math.max(0, firstIndexFrom(xs, area.xMin) - 1);
  let to = firstIndexFrom(xs, area.xMax);
  // Several points may share the last x in sight.
  while (to < xs.length - 1 && xs[to] === area.xMax) to += 1;
  return { from, to: Math.min(xs.length - 1, to) };
}

/** A line through the points; NaN interrupts it. */
export function traceLine(pen: Pen, area: PlotArea, xs: readonly number[], ys: readonly number[]): void {
  const { from, to } = inSight(area, xs);
  let down = false;
  for (let i = from; i <= to; i += 1) {
    const y = ys[i] ?? NaN;
    if (Number.isNaN(y)) {
      down = false;
      continue;
    }
    const x = pixelOfX(area, xs[i] ?? 0);
    if (down) pen.lineTo(x, pixelOfY(area, y));
    else pen.moveTo(x, pixelOfY(area, y));
    down = true;
  }
}

/** The points of a line too short to be seen as one. They lie at the ends of the axis, so they are drawn beyond the plot too. */
export function dotsOf(area: PlotArea, line: Pick<PlotLine, 'xs' | 'ys'>): [x: number, y: number][] {
  if (line.xs.length > 2) return [];
  const dots: [number, number][] = [];
  const keep = (x: number, y: number): void => {
    if (x >= area.left && x <= area.right && y >= area.top && y <= area.bottom) dots.push([x, y]);
  };
  traceLine({ moveTo: keep, lineTo: keep }, area, line.xs, line.ys);
  return dots;
}

const MARK = { width: 8, height: 8 };

/** A triangle on the x axis wherever a value was NaN or infinite. */
export function traceNonFinite(pen: Pen, area: PlotArea, xs: readonly number[]): void {
  for (const x of xs) {
    const pixel = pixelOfX(area, x);
    if (!(pixel >= area.left && pixel <= area.right)) continue;
    pen.moveTo(pixel, area.bottom - MARK.height);
    pen.lineTo(pixel - MARK.width / 2, area.bottom);
    pen.lineTo(pixel + MARK.width / 2, area.bottom);
  }
}

/** Runs of neighbouring indices at which both edges of a band are numbers. */
function unbroken(band: Band, from: number, to: number): [number, number][] {
  const runs: [number, number][] = [];
  let start = -1;
  for (let i = from; i <= to + 1; i += 1) {
    const whole = i <= to && !Number.isNaN(band.lower[i] ?? NaN) && !Number.isNaN(band.upper[i] ?? NaN);
    if (whole && start < 0) start = i;
    if (!whole && start >= 0) {
      runs.push([start, i - 1]);
      start = -1;
    }
  }
  return runs;
}

/** The outline of a band, to be filled: along its upper edge and back along the lower one. */
export function traceBand(pen: Pen, area: PlotArea, xs: readonly number[], band: Band): void {
  const { from, to } = inSight(area, xs);
  for (const [first, last] of unbroken(band, from, to)) {
    for (let i = first; i <= last; i += 1) {
      const x = pixelOfX(area, xs[i] ?? 0);
      const y = pixelOfY(area, band.upper[i] ?? 0);
      if (i === first) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    for (let i = last; i >= first; i -= 1) {
      pen.lineTo(pixelOfX(area, xs[i] ?? 0), pixelOfY(area, band.lower[i] ?? 0));
    }
  }
}

/** A pen that writes the `d` of an SVG path, to a tenth of a pixel. */
export function svgPen(): Pen & { path(): string } {
  const parts: string[] = [];
  const add = (command: string, x: number, y: number): void => {
    parts.push(`${command}${Number(x.toFixed(1))} ${Number(y.toFixed(1))}`);
  };
  return {
    moveTo: (x, y) => add('M', x, y),
    lineTo: (x, y) => add('L', x, y),
    path: () => parts.join(''),
  };
}
