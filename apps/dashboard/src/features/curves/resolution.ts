// How finely curves are asked for: about a bucket a pixel, fewer where there are many runs, and around a zoom so much more
// that panning finds its neighbourhood already there.
import type { StepRange } from './axes.ts';

/** Buckets of one curve on a panel of usual width, on a dense screen. */
const PANEL_BUCKETS = 512;
/** Buckets of all runs of one panel: fifty runs of 512 would be more than its pixels tell apart. */
const ALL_RUNS_BUCKETS = 8_192;
const FEWEST_BUCKETS = 64;

export function bucketsFor(runs: number): number {
  return Math.max(FEWEST_BUCKETS, Math.min(PANEL_BUCKETS, Math.floor(ALL_RUNS_BUCKETS / Math.max(1, runs))));
}

/** What was fetched around a zoom. */
export interface DetailWindow extends StepRange {
  /** How many times the zoom's length it is long. */
  readonly lengths: number;
  /** Length of the zoom it was fetched for, steps. */
  readonly zoomed: number;
}

/** The zoom and as much again on both sides. */
export function detailWindow({ from, to }: StepRange): DetailWindow {
  const length = to - from;
  return { from: Math.max(0, from - length), to: to + length, lengths: 3, zoomed: length };
}

/** Whether `window` still answers for `zoom`: it holds it, and is fine enough for it. */
export function serves(window: DetailWindow, zoom: StepRange): boolean {
  const length = zoom.to - zoom.from;
  return zoom.from >= window.from && zoom.to <= window.to && length * 2 > window.zoomed;
}
