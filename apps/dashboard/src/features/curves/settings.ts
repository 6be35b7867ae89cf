// How the reader looks at curves, as it stands in the address.
import type { UrlPatch } from '@/ui/url-state.ts';
import { xAxes, yScales, type StepRange, type XAxis, type YScale } from './axes.ts';
import { averages, type Average } from './smoothing.ts';

/** How the seeds of one group are drawn: a line each, or their mean in a band of the standard deviation or of all values. */
export const seedViews = ['lines', 'std', 'range'] as const;
export type SeedView = (typeof seedViews)[number];

export interface CurveSettings {
  readonly axis: XAxis;
  readonly scale: YScale;
  /** Weight of the moving average in [0, 0.999]. */
  readonly smoothing: number;
  readonly average: Average;
  /** Whether the y axis leaves out the extreme values. */
  readonly clip: boolean;
  readonly seeds: SeedView;
  /** Part of a curve's name, '' for all curves. */
  readonly filter: string;
  /** The steps in sight; undefined for all. */
  readonly zoom: StepRange | undefined;
}

export const MAX_SMOOTHING = 0.999;

export function readCurveSettings(parameters: URLSearchParams): CurveSettings {
  const smoothing = Number(parameters.get('smoothing') ?? 0);
  return {
    axis: xAxes.find((axis) => axis === parameters.get('x')) ?? 'step',
    scale: yScales.find((scale) => scale === parameters.get('y')) ?? 'linear',
    smoothing: smoothing > 0 ? Math.min(smoothing, MAX_SMOOTHING) : 0,
    average: averages.find((average) => average === parameters.get('average')) ?? 'points',
    clip: parameters.get('clip') === 'yes',
    seeds: seedViews.find((view) => view === parameters.get('seeds')) ?? 'lines',
    filter: parameters.get('curves') ?? '',
    zoom: readZoom(parameters.get('zoom') ?? ''),
  };
}

function readZoom(text: string): StepRange | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text);
  if (!match) return undefined;
  const range = { from: Number(match[1]), to: Number(match[2]) };
  return range.from < range.to ? range : undefined;
}

/** The address for a change of settings; what is as by default stays out of it. */
export function writeCurveSettings(change: Partial<CurveSettings>): UrlPatch {
  const { axis, scale, smoothing, average, clip, seeds, filter, zoom } = change;
  return {
    ...(axis === undefined ? {} : { x: axis === 'step' ? '' : axis }),
    ...(scale === undefined ? {} : { y: scale === 'linear' ? '' : scale }),
    ...(smoothing === undefined ? {} : { smoothing: smoothing === 0 ? '' : String(smoothing) }),
    ...(average === undefined ? {} : { average: average === 'points' ? '' : average }),
    ...(clip === undefined ? {} : { clip: clip ? 'yes' : '' }),
    ...(seeds === undefined ? {} : { seeds: seeds === 'lines' ? '' : seeds }),
    ...(filter === undefined ? {} : { curves: filter }),
    ...('zoom' in change ? { zoom: zoom && `${zoom.from}-${zoom.to}` } : {}),
  };
}
