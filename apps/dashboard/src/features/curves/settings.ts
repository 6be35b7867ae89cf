// How the reader looks at curves, as it stands in the address.
import type { UrlPatch } from '@/ui/url-state.ts';
import { xAxes, yScales, type StepRange, type XAxis, type YScale } from './axes.ts';

export interface CurveSettings {
  readonly axis: XAxis;
  readonly scale: YScale;
  /** Weight of the moving average in [0, 0.999]. */
  readonly smoothing: number;
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
  const { axis, scale, smoothing, zoom } = change;
  return {
    ...(axis === undefined ? {} : { x: axis === 'step' ? '' : axis }),
    ...(scale === undefined ? {} : { y: scale === 'linear' ? '' : scale }),
    ...(smoothing === undefined ? {} : { smoothing: smoothing === 0 ? '' : String(smoothing) }),
    ...('zoom' in change ? { zoom: zoom && `${zoom.from}-${zoom.to}` } : {}),
  };
}
