// How to look at the curves.
'use client';

import { ZoomOut } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { formatCount } from '@/ui/format.ts';
import { Segments } from '@/ui/segments.tsx';
import { xAxes, xAxisTitles, yScales } from './axes.ts';
import { MAX_SMOOTHING, type CurveSettings } from './settings.ts';

interface CurvesToolbarProps {
  readonly settings: CurveSettings;
  readonly onChange: (patch: Partial<CurveSettings>) => void;
}

const axisOptions = xAxes.map((value) => ({ value, title: xAxisTitles[value] }));
const scaleOptions = yScales.map((value) => ({ value, title: value === 'log' ? 'Log' : 'Linear' }));

export function CurvesToolbar({ settings, onChange }: CurvesToolbarProps) {
  const { axis, scale, smoothing, zoom } = settings;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2" role="toolbar" aria-label="Curves">
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
      <label className="inline-flex items-center gap-2 text-muted">
        Smoothing
        <input
          type="range"
          min={0}
          max={MAX_SMOOTHING}
          step={0.001}
          value={smoothing}
          className="w-32 accent-(--accent)"
          onChange={(event) => onChange({ smoothing: Number(event.target.value) })}
        />
        <output className="w-10 font-mono text-xs text-ink tabular-nums">{smoothing.toFixed(3)}</output>
      </label>
      {zoom ? (
        <Button onClick={() => onChange({ zoom: undefined })}>
          <ZoomOut aria-hidden className="size-3.5" />
          Steps {formatCount(zoom.from)}–{formatCount(zoom.to)}: show all
        </Button>
      ) : (
        <span className="text-faint max-sm:hidden">Drag to zoom</span>
      )}
    </div>
  );
}
