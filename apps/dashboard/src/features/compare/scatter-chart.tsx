// FID against LPIPS as a chart: each run's way through its evaluations, its last one large.
'use client';

import {
  Chart as ChartJs,
  LineElement,
  LinearScale,
  PointElement,
  ScatterController,
  Tooltip,
  type ChartDataset,
  type ChartOptions,
} from 'chart.js';
import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import type { CurveRun } from '@/features/curves/curve-run.ts';
import { resolveColour } from '@/features/curves/theme-colours.ts';
import { formatCount, formatMetric } from '@/ui/format.ts';
import { scatterLabels } from './scatter-labels.ts';
import type { Scatter, ScatterPoint } from './scatter.ts';

ChartJs.register(ScatterController, LineElement, PointElement, LinearScale, Tooltip);

interface ScatterChartProps {
  readonly scatter: Scatter;
  readonly lines: readonly CurveRun[];
  readonly label: string;
}

interface PlottedPoint extends ScatterPoint {
  readonly x: number;
  readonly y: number;
}

function dataset(line: CurveRun, points: readonly ScatterPoint[]): ChartDataset<'scatter', PlottedPoint[]> {
  const colour = resolveColour(line.colour ?? 'var(--ink)');
  const isLast = (i: number): boolean => i === points.length - 1;
  return {
    label: line.label,
    data: points.map((point) => ({ ...point, x: point.lpips, y: point.fid })),
    showLine: true,
    borderColor: colour,
    borderWidth: 1.5,
    borderDash: [...(line.dash ?? [])],
    pointRadius: points.map((_, i) => (isLast(i) ? 6 : 2.5)),
    pointHoverRadius: points.map((_, i) => (isLast(i) ? 8 : 5)),
    pointBackgroundColor: colour,
    pointBorderColor: resolveColour('var(--panel)'),
  };
}

function axis(title: string): NonNullable<ChartOptions<'scatter'>['scales']>[string] {
  const colour = resolveColour('var(--muted)');
  return {
    title: { display: true, text: title, color: colour },
    grid: { color: resolveColour('var(--line)') },
    border: { display: false },
    ticks: { color: colour, maxTicksLimit: 7 },
    grace: '8%',
  };
}

function options(scatter: Scatter): ChartOptions<'scatter'> {
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    scales: {
      x: axis(`${scatter.lpipsLabel}, more diverse →`),
      y: axis(`${scatter.fidLabel}, ↓ better`),
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        callbacks: {
          label: ({ dataset: { label }, raw }) => {
            const { fid, lpips, step } = raw as PlottedPoint;
            return `${label} at ${formatCount(step)}: ${formatMetric('fid', fid)}, ${formatMetric('lpips', lpips)}`;
          },
        },
      },
    },
  };
}

export function ScatterChart({ scatter, lines, label }: ScatterChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    if (!canvas.current) return;
    const chart = new ChartJs<'scatter', PlottedPoint[]>(canvas.current, {
      type: 'scatter',
      data: {
        datasets: scatter.runs.flatMap(({ runId, points }) => {
          const line = lines.find(({ id }) => id === runId);
          return line ? [dataset(line, points)] : [];
        }),
      },
      options: options(scatter),
      plugins: [scatterLabels(resolveColour('var(--ink)'))],
    });
    return () => chart.destroy();
  }, [scatter, lines, resolvedTheme]);
  return (
    <div className="panel relative h-96 p-3">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
