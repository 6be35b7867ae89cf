// Curves of one run or of many, grouped as the paper groups its losses, under one crosshair and one zoom. Whoever shows
// curves uses this: the run page with one run, the comparison with up to fifty.
'use client';

import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { Nothing } from '@/ui/notice.tsx';
import { useShortcuts } from '@/ui/shortcuts.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import type { StepRange } from './axes.ts';
import { createCrosshair } from './crosshair.ts';
import { CurvePanel } from './curve-panel.tsx';
import type { CurveRun } from './curve-run.ts';
import { CurvesToolbar } from './curves-toolbar.tsx';
import { groupSeries } from './grouping.ts';
import { stepExtent, xExtent } from './extent.ts';
import { readCurveSettings, writeCurveSettings, type CurveSettings } from './settings.ts';
import { useRefined, type Curves } from './use-curves.ts';
import { panned, scaled, useZoom } from './use-zoom.ts';

interface CurvesViewProps {
  readonly runs: readonly CurveRun[];
  /** Of these runs. */
  readonly curves: Curves;
  /** Which metrics to show; left out, all. Keep its identity from render to render. */
  readonly wanted?: (name: string) => boolean;
  /** What stands where there is no curve. */
  readonly empty: string;
}

const everything = (): boolean => true;

export function CurvesView({ runs, curves, wanted = everything, empty }: CurvesViewProps) {
  const [parameters, patchUrl] = useUrlState();
  const settings = readCurveSettings(parameters);
  // A dozen charts are drawn anew when there is time; the control in the reader's hand follows it at once.
  const address = useDeferredValue(parameters.toString());
  const drawn = useMemo(() => readCurveSettings(new URLSearchParams(address)), [address]);
  const change = useCallback(
    (patch: Partial<CurveSettings>): void => patchUrl(writeCurveSettings(patch)),
    [patchUrl],
  );
  const writeZoom = useCallback((next: StepRange | undefined) => change({ zoom: next }), [change]);
  const [zoom, setZoom] = useZoom(settings.zoom, writeZoom);
  const shown = useRefined(curves, zoom);
  const [crosshair] = useState(createCrosshair);
  const [highlight, setHighlight] = useState<string>();
  const { filter, axis } = drawn;

  const groups = useMemo(() => {
    const names = new Set([...(shown?.values() ?? [])].flatMap((byName) => [...byName.keys()]));
    const matching = [...names].filter((name) => name.toLowerCase().includes(filter.toLowerCase()));
    return groupSeries(matching.filter(wanted));
  }, [shown, wanted, filter]);
  const steps = useMemo(() => stepExtent(curves.series, wanted), [curves.series, wanted]);
  const from = zoom?.from;
  const to = zoom?.to;
  const { limits, span } = useMemo(() => {
    const range = from === undefined || to === undefined ? undefined : { from, to };
    const whole = xExtent(shown, axis, { wanted });
    return { limits: xExtent(shown, axis, { wanted, range }), span: whole.max - whole.min };
  }, [shown, axis, from, to, wanted]);

  const pan = useCallback(
    (share: number): void => {
      if (zoom) setZoom(panned(zoom, share, steps));
    },
    [zoom, steps, setZoom],
  );
  useShortcuts('Curves', [
    { keys: ['+'], title: 'Zoom in', run: () => setZoom(scaled(zoom, 0.5, steps)) },
    { keys: ['-'], title: 'Zoom out', run: () => setZoom(scaled(zoom, 2, steps)) },
    { keys: ['0'], title: 'Show all steps', run: () => setZoom(undefined) },
    { keys: ['ArrowLeft'], title: 'Move left while zoomed in', run: () => pan(-0.25) },
    { keys: ['ArrowRight'], title: 'Move right while zoomed in', run: () => pan(0.25) },
    {
      keys: ['l'],
      title: 'Logarithmic or linear y axis',
      run: () => change({ scale: settings.scale === 'log' ? 'linear' : 'log' }),
    },
    { keys: ['o'], title: 'Clip outliers or show them', run: () => change({ clip: !settings.clip }) },
  ]);

  if (curves.error && !shown) return <Nothing>{curves.error}</Nothing>;
  if (!shown) return <Nothing>Reading curves…</Nothing>;
  if (groups.length === 0 && filter === '' && settings.filter === '') return <Nothing>{empty}</Nothing>;
  return (
    <div className="flex flex-col gap-5">
      <CurvesToolbar
        settings={settings}
        zoom={zoom}
        seedsDiffer={runs.some((run) => run.group !== undefined)}
        onChange={change}
        onShowAll={() => setZoom(undefined)}
      />
      {groups.length === 0 && <Nothing>No curve’s name contains “{filter}”.</Nothing>}
      {groups.map((group) => (
        <section key={group.prefix} aria-label={group.title || group.prefix || 'Curves'}>
          {group.prefix !== '' && (
            <h2 className="mb-1.5 flex items-baseline gap-2">
              <span className="font-mono text-xs font-medium">{group.prefix}</span>
              <span className="text-muted">{group.title}</span>
            </h2>
          )}
          <div
            className={
              runs.length > 1
                ? 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,26rem),1fr))] gap-3'
                : 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,17.5rem),1fr))] gap-3'
            }
          >
            {group.names.map((name) => (
              <CurvePanel
                key={name}
                name={name}
                runs={runs}
                curves={shown}
                settings={drawn}
                limits={limits}
                span={span}
                crosshair={crosshair}
                highlight={highlight}
                onHighlight={setHighlight}
                onZoom={setZoom}
                onPan={pan}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
