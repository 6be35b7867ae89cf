// One curve: its name, the value under the crosshair (or the last one), and the chart.
'use client';

import { Download, Maximize2, Minimize2 } from 'lucide-react';
import clsx from 'clsx';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { downloadText } from '@/ui/download.ts';
import { formatCount, formatNumber } from '@/ui/format.ts';
import { stepRange, type StepRange } from './axes.ts';
import { Chart, type PlotArea } from './chart.tsx';
import { ChartOverlay } from './chart-overlay.tsx';
import type { XLimits } from './chart-options.ts';
import type { Crosshair } from './crosshair.ts';
import { seriesDescription, seriesTerm, seriesTone } from './grouping.ts';
import { plotData } from './plot-data.ts';
import { seriesToCsv, type Series } from './series.ts';
import type { CurveSettings } from './settings.ts';

interface CurvePanelProps {
  readonly series: Series;
  readonly settings: CurveSettings;
  readonly origin: number;
  readonly limits: XLimits;
  readonly crosshair: Crosshair;
  readonly onZoom: (range: StepRange | undefined) => void;
}

/** What the header says of one point. */
function describePoint(series: Series, index: number): { value: string; detail: string } {
  const value = series.values[index] ?? NaN;
  const low = series.min[index] ?? NaN;
  const high = series.max[index] ?? NaN;
  const spread =
    series.resolution > 1 && low !== high ? ` [${formatNumber(low)}, ${formatNumber(high)}]` : '';
  return { value: formatNumber(value), detail: `${spread} at ${formatCount(series.steps[index] ?? 0)}` };
}

export function CurvePanel({ series, settings, origin, limits, crosshair, onZoom }: CurvePanelProps) {
  const { axis, scale, smoothing } = settings;
  const [large, setLarge] = useState(false);
  const area = useRef<PlotArea>(null);
  const value = useRef<HTMLSpanElement>(null);
  const detail = useRef<HTMLSpanElement>(null);
  const data = useMemo(
    () => plotData(series, { axis, scale, smoothing, origin }),
    [series, axis, scale, smoothing, origin],
  );
  const last = describePoint(series, series.steps.length - 1);

  const showPoint = (index: number | undefined): void => {
    const shown = describePoint(series, index ?? series.steps.length - 1);
    if (value.current) value.current.textContent = shown.value;
    if (detail.current) detail.current.textContent = index === undefined ? '' : shown.detail;
  };
  const keepArea = useCallback((laidOut: PlotArea) => {
    area.current = laidOut;
  }, []);

  const Resize = large ? Minimize2 : Maximize2;
  return (
    <figure
      className={clsx('group/panel panel flex min-w-0 flex-col', large && 'col-span-full')}
      data-series={series.name}
    >
      <figcaption className="relative flex h-8 items-center gap-2 px-3">
        <span className="font-mono text-xs font-medium" title={seriesDescription(series.name)}>
          {seriesTerm(series.name)}
        </span>
        {data.nonFinite.length > 0 && (
          <span className="rounded bg-bad/10 px-1.5 text-2xs font-medium text-bad">
            {data.nonFinite.length} × NaN or ∞
          </span>
        )}
        {data.hidden > 0 && (
          <span className="text-2xs text-warn" title="A logarithmic axis cannot show them">
            {data.hidden} ≤ 0
          </span>
        )}
        <span className="ml-auto truncate text-xs tabular-nums">
          <span ref={value} className="font-medium" data-role="value">
            {last.value}
          </span>
          <span ref={detail} className="text-faint" />
        </span>
        <span className="absolute top-full right-1 z-10 flex rounded bg-panel opacity-0 transition-opacity group-focus-within/panel:opacity-100 group-hover/panel:opacity-100">
          <Button
            look="ghost"
            aria-label={`Download ${series.name} as CSV`}
            title="Download as CSV"
            onClick={() =>
              downloadText(`${series.name.replaceAll('/', '-')}.csv`, seriesToCsv(series), 'text/csv')
            }
          >
            <Download aria-hidden className="size-3.5" />
          </Button>
          <Button
            look="ghost"
            aria-label={large ? `Make ${series.name} small` : `Make ${series.name} large`}
            aria-pressed={large}
            onClick={() => setLarge(!large)}
          >
            <Resize aria-hidden className="size-3.5" />
          </Button>
        </span>
      </figcaption>
      <div className={clsx('relative mx-1 mb-1', large ? 'h-96' : 'h-40')}>
        <Chart
          data={data}
          axis={axis}
          scale={scale}
          limits={limits}
          tone={seriesTone(series.name)}
          label={`${seriesDescription(series.name)}. Last value ${last.value}${last.detail}.`}
          onLayout={keepArea}
        />
        <ChartOverlay
          area={area}
          data={data}
          crosshair={crosshair}
          onPoint={showPoint}
          onZoom={(ends) => onZoom(stepRange(series, data.xs, ends))}
          onReset={() => onZoom(undefined)}
        />
      </div>
    </figure>
  );
}
