// Where a plot lies and what its ends stand for: enough to turn values into pixels without asking chart.js, so that the
// canvas, what lies over it and the exported picture agree.
import type { YScale } from './axes.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Pixels are CSS px within the canvas. */
export interface PlotArea {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
  readonly scale: YScale;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

export function pixelOfX(area: PlotArea, x: number): number {
  return area.left + ((x - area.xMin) / (area.xMax - area.xMin)) * (area.right - area.left);
}

export function xOfPixel(area: PlotArea, pixel: number): number {
  return area.xMin + ((pixel - area.left) / (area.right - area.left)) * (area.xMax - area.xMin);
}

export function pixelOfY(area: PlotArea, y: number): number {
  const place = area.scale === 'log' ? Math.log10 : (value: number): number => value;
  const share = (place(y) - place(area.yMin)) / (place(area.yMax) - place(area.yMin));
  return area.bottom - share * (area.bottom - area.top);
}
