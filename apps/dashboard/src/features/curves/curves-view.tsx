// All curves of a run, grouped as the paper groups its losses, under one crosshair and one zoom.
'use client';

import { useMemo, useState } from 'react';
import { Nothing } from '@/ui/notice.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import { xValues } from './axes.ts';
import type { XLimits } from './chart-options.ts';
import { createCrosshair } from './crosshair.ts';
import { CurvePanel } from './curve-panel.tsx';
import { CurvesToolbar } from './curves-toolbar.tsx';
import { groupSeries } from './grouping.ts';
import type { Series, SeriesByName } from './series.ts';
import { readCurveSettings, writeCurveSettings, type CurveSettings } from './settings.ts';
import { useDetail, type Curves } from './use-curves.ts';

interface CurvesViewProps {
  readonly runId: string;
  readonly curves: Curves;
}

/** From the first to the last x of all curves, so that every panel has the same axis. */
function commonLimits(all: Iterable<Series>, settings: CurveSettings, origin: number): XLimits {
  let min = Infinity;
  let max = -Infinity;
  for (const series of all) {
    const xs = xValues(series, settings.axis, origin);
    const inSight = settings.zoom ? xs.filter((_, i) => within(series.steps[i] ?? 0, settings.zoom)) : xs;
    min = Math.min(min, inSight[0] ?? Infinity);
    max = Math.max(max, inSight.at(-1) ?? -Infinity);
  }
  if (!(min < max)) return { min: Number.isFinite(min) ? min : 0, max: (Number.isFinite(min) ? min : 0) + 1 };
  return { min: settings.axis === 'step' && !settings.zoom ? 0 : min, max };
}

function within(step: number, range: CurveSettings['zoom']): boolean {
  return !range || (step >= range.from && step <= range.to);
}

export function CurvesView({ runId, curves }: CurvesViewProps) {
  const [parameters, patchUrl] = useUrlState();
  const settings = readCurveSettings(parameters);
  const detail = useDetail(runId, settings.zoom);
  const [crosshair] = useState(createCrosshair);
  const change = (patch: Partial<CurveSettings>): void => patchUrl(writeCurveSettings(patch));
  const shown: SeriesByName | undefined = detail ?? curves.series;
  const groups = useMemo(() => groupSeries(shown?.keys() ?? []), [shown]);
  const origin = useMemo(
    () => Math.min(...[...(curves.series?.values() ?? [])].map((series) => series.times[0] ?? Infinity)),
    [curves.series],
  );
  const { axis, zoom } = settings;
  const from = zoom?.from;
  const to = zoom?.to;
  const limits = useMemo(() => {
    const range = from === undefined || to === undefined ? undefined : { from, to };
    return commonLimits(shown?.values() ?? [], { axis, zoom: range, scale: 'linear', smoothing: 0 }, origin);
  }, [shown, axis, from, to, origin]);

  if (curves.error && !shown) return <Nothing>{curves.error}</Nothing>;
  if (!shown) return <Nothing>Reading curves…</Nothing>;
  if (groups.length === 0) return <Nothing>No values logged yet. They appear here as they are.</Nothing>;
  return (
    <div className="flex flex-col gap-5">
      <CurvesToolbar settings={settings} onChange={change} />
      {groups.map((group) => (
        <section key={group.prefix} aria-label={group.title || group.prefix}>
          <h2 className="mb-1.5 flex items-baseline gap-2">
            <span className="font-mono text-xs font-medium">{group.prefix}</span>
            <span className="text-faint">{group.title}</span>
          </h2>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17.5rem),1fr))] gap-3">
            {group.names.map((name) => {
              const series = shown.get(name);
              return (
                series && (
                  <CurvePanel
                    key={name}
                    series={series}
                    settings={settings}
                    origin={origin}
                    limits={limits}
                    crosshair={crosshair}
                    onZoom={(range) => change({ zoom: range })}
                  />
                )
              );
            })}
          </div>
        </section>
      ))}
    </div>
  );
}
