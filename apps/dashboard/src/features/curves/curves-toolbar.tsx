// How to look at the curves.
'use client';

import { ZoomOut } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { Checkbox } from '@/ui/checkbox.tsx';
import { formatCount } from '@/ui/format.ts';
import { SearchField } from '@/ui/search-field.tsx';
import { Segments } from '@/ui/segments.tsx';
import { Select } from '@/ui/select.tsx';
import { xAxes, xAxisTitles, yScales, type StepRange } from './axes.ts';
import { MAX_SMOOTHING, seedViews, type CurveSettings, type SeedView } from './settings.ts';
import { averages, type Average } from './smoothing.ts';

interface CurvesToolbarProps {
  readonly settings: CurveSettings;
  readonly zoom: StepRange | undefined;
  /** Whether some of the runs are seeds of one thing. */
  readonly seedsDiffer: boolean;
  readonly onChange: (patch: Partial<CurveSettings>) => void;
  readonly onShowAll: () => void;
}

const axisOptions = xAxes.map((value) => ({ value, title: xAxisTitles[value] }));
const scaleOptions = yScales.map((value) => ({ value, title: value === 'log' ? 'Log' : 'Linear' }));
const seedTitles = { lines: 'Each run', std: 'Mean ± std', range: 'Mean, min–max' } as const satisfies Record<
  SeedView,
  string
>;
const seedOptions = seedViews.map((value) => ({ value, title: seedTitles[value] }));
const averageTitles = { points: 'over points', time: 'time-weighted' } as const satisfies Record<
  Average,
  string
>;
const averageOptions = averages.map((value) => ({ value, title: averageTitles[value] }));

export function CurvesToolbar({ settings, zoom, seedsDiffer, onChange, onShowAll }: CurvesToolbarProps) {
  const { axis, scale, smoothing, average, clip, seeds, filter } = settings;
  return (
    <div
      className="flex flex-wrap items-center gap-x-4 gap-y-2"
      role="group"
      aria-label="How curves are shown"
    >
      <SearchField
        label="Find curves"
        placeholder="Find curves"
        value={filter}
        onChange={(text) => onChange({ filter: text })}
      />
      <Segments
        label="x axis"
        options={axisOptions}
        value={axis}
        onChange={(value) => onChange({ axis: value })}
      />
      <Segments
        label="y axis"
        options={scaleOptions}
        value={scale}
        onChange={(value) => onChange({ scale: value })}
      />
      {seedsDiffer && (
        <Segments
          label="Seeds"
          options={seedOptions}
          value={seeds}
          onChange={(value) => onChange({ seeds: value })}
        />
      )}
      <span className="inline-flex items-center gap-2">
        <label className="inline-flex items-center gap-2 text-muted">
          Smoothing
          <input
            type="range"
            min={0}
            max={MAX_SMOOTHING}
            step={0.001}
            value={smoothing}
            className="w-28 accent-(--accent)"
            onChange={(event) => onChange({ smoothing: Number(event.target.value) })}
          />
          <output className="w-10 font-mono text-xs text-ink tabular-nums">{smoothing.toFixed(3)}</output>
        </label>
        {smoothing > 0 && (
          <Select
            label="Average"
            value={average}
            options={averageOptions}
            onChange={(value) => onChange({ average: averages.find((name) => name === value) ?? 'points' })}
          />
        )}
      </span>
      <Checkbox label="Clip outliers" checked={clip} onChange={(checked) => onChange({ clip: checked })} />
      {zoom ? (
        <Button onClick={onShowAll}>
          <ZoomOut aria-hidden className="size-3.5" />
          Steps {formatCount(zoom.from)}–{formatCount(zoom.to)}: show all
        </Button>
      ) : (
        <span className="text-muted max-sm:hidden">Drag to zoom, Shift and drag to pan</span>
      )}
    </div>
  );
}
