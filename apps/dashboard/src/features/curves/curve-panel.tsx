// One metric of some runs: its name, the value under the crosshair (or the last one), the chart, and ways to take it away.
'use client';

import { Maximize2, Minimize2 } from 'lucide-react';
import clsx from 'clsx';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { formatCount, formatNumber } from '@/ui/format.ts';
import { useInView } from '@/ui/use-in-view.ts';
import { nearestIndex, stepRange, type StepRange, type XLimits } from './axes.ts';
import { Chart } from './chart.tsx';
import { ChartExport } from './chart-export.tsx';
import { ChartLabels } from './chart-labels.tsx';
import { ChartOverlay } from './chart-overlay.tsx';
import type { Crosshair } from './crosshair.ts';
import type { CurveRun } from './curve-run.ts';
import { seriesDescription, seriesTerm, seriesTone } from './grouping.ts';
import { metricLines } from './metric-lines.ts';
import type { PlotArea } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';
import type { SeriesByRun } from './series.ts';
import type { CurveSettings } from './settings.ts';
import { yLimits } from './y-limits.ts';

interface CurvePanelProps {
  readonly name: string;
  readonly runs: readonly CurveRun[];
  readonly curves: SeriesByRun;
  readonly settings: CurveSettings;
  readonly limits: XLimits;
  /** Length of the whole x axis, in its own unit. */
  readonly span: number;
  readonly crosshair: Crosshair;
  readonly highlight: string | undefined;
  readonly onHighlight: (key: string | undefined) => void;
  readonly onZoom: (range: StepRange | undefined) => void;
  readonly onPan: (share: number) => void;
}

/** Narrow panels give less room to names. */
const LABEL_WIDTHS = { narrow: 120, small: 150, large: 220 } as const;
const NARROW_PX = 480;

const sameArea = (a: PlotArea | undefined, b: PlotArea): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the header says of a single run's point. */
function describePoint(line: PlotLine, index: number): { value: string; detail: string } {
  const low = line.band?.lower[index] ?? NaN;
  const high = line.band?.upper[index] ?? NaN;
  const spread = low < high ? ` [${formatNumber(low)}, ${formatNumber(high)}]` : '';
  return {
    value: formatNumber(line.values[index] ?? NaN),
    detail: `${spread} at ${formatCount(line.steps[index] ?? 0)}`,
  };
}

/** The steps between two positions on the axis, by the line that reaches farthest. */
function stepsBetween(lines: readonly PlotLine[], ends: readonly [number, number]): StepRange | undefined {
  const longest = [...lines].sort((a, b) => (b.xs.at(-1) ?? 0) - (a.xs.at(-1) ?? 0))[0];
  if (!longest) return undefined;
  const range = stepRange(longest, ends);
  return range.from < range.to ? range : undefined;
}

function useLines({ name, runs, curves, settings, span }: CurvePanelProps): readonly PlotLine[] {
  const { axis, scale, smoothing, average, seeds } = settings;
  return useMemo(
    () =>
      metricLines({
        runs,
        curves,
        name,
        seeds,
        options: { axis, scale, smoothing, average, span },
        colour: `var(--data-${seriesTone(name)})`,
      }),
    [name, runs, curves, axis, scale, smoothing, average, seeds, span],
  );
}

export const CurvePanel = memo(function CurvePanel(props: CurvePanelProps) {
  const { name, runs, curves, settings, limits, crosshair, highlight, onHighlight, onZoom, onPan } = props;
  const { axis, scale, clip } = settings;
  const [large, setLarge] = useState(false);
  const [area, setArea] = useState<PlotArea>();
  const figure = useRef<HTMLElement>(null);
  const value = useRef<HTMLSpanElement>(null);
  const detail = useRef<HTMLSpanElement>(null);
  const inView = useInView(figure);
  const lines = useLines(props);
  const range = useMemo(
    () => yLimits(lines, limits, { clip, logarithmic: scale === 'log' }),
    [lines, limits, clip, scale],
  );
  const [first] = lines;
  const single = lines.length === 1 ? first : undefined;
  const last = single && formatNumber(single.last);

  const showPoint = (x: number | undefined): void => {
    if (!single || !value.current || !detail.current) return;
    const shown =
      x === undefined
        ? { value: formatNumber(single.last), detail: '' }
        : describePoint(single, nearestIndex(single.xs, x));
    value.current.textContent = shown.value;
    detail.current.textContent = shown.detail;
  };
  const keepArea = useCallback(
    (laidOut: PlotArea) => setArea((known) => (sameArea(known, laidOut) ? known : laidOut)),
    [],
  );
  const Resize = large ? Minimize2 : Maximize2;
  const small = area && area.width < NARROW_PX ? 'narrow' : 'small';
  const labelWidth = lines.length > 1 ? LABEL_WIDTHS[large ? 'large' : small] : 0;
  return (
    <figure
      ref={figure}
      className={clsx('group/panel panel flex min-w-0 flex-col', large && 'col-span-full')}
      data-series={name}
    >
      <figcaption className="relative flex h-8 items-center gap-2 px-3">
        <span className="font-mono text-xs font-medium" title={seriesDescription(name)}>
          {seriesTerm(name)}
        </span>
        <Remarks lines={lines} clipped={range?.clipped ?? 0} />
        {last !== undefined && (
          <span className="ml-auto truncate text-xs tabular-nums">
            <span ref={value} className="font-medium" data-role="value">
              {last}
            </span>
            <span ref={detail} className="text-muted" />
          </span>
        )}
        <span className="absolute top-full right-1 z-10 flex rounded bg-panel opacity-0 transition-opacity group-focus-within/panel:opacity-100 group-hover/panel:opacity-100">
          <ChartExport name={name} runs={runs} curves={curves} axis={axis} area={area} lines={lines} />
          <Button
            look="ghost"
            aria-label={large ? `Make ${name} small` : `Make ${name} large`}
            aria-pressed={large}
            onClick={() => setLarge(!large)}
          >
            <Resize aria-hidden className="size-3.5" />
          </Button>
        </span>
      </figcaption>
      <div className={clsx('relative mx-1 mb-1', large ? 'h-96' : lines.length > 1 ? 'h-56' : 'h-40')}>
        {inView && (
          <>
            <Chart
              lines={lines}
              axis={axis}
              scale={scale}
              limits={limits}
              yLimits={range}
              labelWidth={labelWidth}
              highlight={highlight}
              label={chartDescription(name, lines)}
              onLayout={keepArea}
            />
            {area && (
              <ChartOverlay
                area={area}
                lines={lines}
                crosshair={crosshair}
                onMove={showPoint}
                onNearest={onHighlight}
                onZoom={(ends) => {
                  const steps = stepsBetween(lines, ends);
                  if (steps) onZoom(steps);
                }}
                onPan={onPan}
                onReset={() => onZoom(undefined)}
              />
            )}
            {area && lines.length > 1 && (
              <ChartLabels
                area={area}
                lines={lines}
                crosshair={crosshair}
                highlight={highlight}
                onHighlight={onHighlight}
              />
            )}
          </>
        )}
      </div>
    </figure>
  );
});

/** What the picture says, for those who do not see it. */
function chartDescription(name: string, lines: readonly PlotLine[]): string {
  const [first, ...others] = lines;
  if (first && others.length === 0) {
    const step = formatCount(first.steps.at(-1) ?? 0);
    return `${seriesDescription(name)}. Last value ${formatNumber(first.last)} at ${step}.`;
  }
  const ends = lines.map((line) => `${line.label} ${formatNumber(line.last)}`);
  return `${seriesDescription(name)}. Last values: ${ends.join(', ')}.`;
}

/** What the drawing leaves out or cannot show. */
function Remarks({ lines, clipped }: { readonly lines: readonly PlotLine[]; readonly clipped: number }) {
  const nonFinite = lines.reduce((sum, line) => sum + line.nonFinite.length, 0);
  const hidden = lines.reduce((sum, line) => sum + line.hidden, 0);
  return (
    <>
      {nonFinite > 0 && (
        <span
          className="rounded bg-bad/10 px-1.5 text-2xs font-medium whitespace-nowrap text-bad"
          title={`At ${formatCount(nonFinite)} of the places drawn`}
        >
          {lines.every(({ resolution }) => resolution === 1)
            ? `${formatCount(nonFinite)} × NaN or ∞`
            : 'NaN or ∞'}
        </span>
      )}
      {hidden > 0 && (
        <span
          className="text-2xs whitespace-nowrap text-warn"
          title="A logarithmic axis cannot show values of 0 and below"
        >
          {hidden} ≤ 0
        </span>
      )}
      {clipped > 0 && (
        <span
          className="text-2xs whitespace-nowrap text-warn"
          title="The y axis ends at the 5th and the 95th percentile of what is in sight"
        >
          {clipped} clipped
        </span>
      )}
    </>
  );
}
