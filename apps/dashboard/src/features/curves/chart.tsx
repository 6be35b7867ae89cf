// The one owner of chart.js: makes a chart when it is mounted, changes it when its data do, and takes it down.
'use client';

import {
  Chart as ChartJs,
  Filler,
  LineController,
  LineElement,
  LinearScale,
  LogarithmicScale,
  PointElement,
  type Plugin,
} from 'chart.js';
import { useTheme } from 'next-themes';
import { useEffect, useEffectEvent, useRef } from 'react';
import { chartOptions, lineDatasets, type ChartColours, type XLimits } from './chart-options.ts';
import type { XAxis, YScale } from './axes.ts';
import type { SeriesTone } from './grouping.ts';
import type { PlotData } from './plot-data.ts';

ChartJs.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Filler);

/** Where the plot lies within the canvas (CSS px) and what its ends stand for. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly min: number;
  readonly max: number;
  pixelOfY(value: number): number;
}

interface ChartProps {
  readonly data: PlotData;
  readonly axis: XAxis;
  readonly scale: YScale;
  readonly limits: XLimits;
  readonly tone: SeriesTone;
  readonly label: string;
  /** Called after every layout, with where the plot lies. */
  readonly onLayout: (area: PlotArea) => void;
}

type LineChart = ChartJs<'line'>;

function readColours(tone: SeriesTone): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    line: colour(`--data-${tone}`),
    grid: colour('--line'),
    text: colour('--faint'),
    bad: colour('--bad'),
  };
}

function plotArea(chart: LineChart): PlotArea | undefined {
  const { x, y } = chart.scales;
  if (!x || !y) return undefined;
  const { left, right, top, bottom } = chart.chartArea;
  return { left, right, top, bottom, min: x.min, max: x.max, pixelOfY: (value) => y.getPixelForValue(value) };
}

/** Triangles on the x axis where a value was NaN or infinite. */
function nonFiniteMarks(current: () => { xs: readonly number[]; colour: string }): Plugin<'line'> {
  return {
    id: 'nonFiniteMarks',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const { xs, colour } = current();
      ctx.fillStyle = colour;
      for (const x of xs) {
        const pixel = scales['x']?.getPixelForValue(x) ?? NaN;
        if (!(pixel >= chartArea.left && pixel <= chartArea.right)) continue;
        ctx.beginPath();
        ctx.moveTo(pixel, chartArea.bottom - 8);
        ctx.lineTo(pixel - 4, chartArea.bottom);
        ctx.lineTo(pixel + 4, chartArea.bottom);
        ctx.fill();
      }
    },
  };
}

export function Chart({ data, axis, scale, limits, tone, label, onLayout }: ChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LineChart>(null);
  const marks = useRef<{ xs: readonly number[]; colour: string }>({ xs: [], colour: '' });
  const { resolvedTheme } = useTheme();
  const reportLayout = useEffectEvent((laidOut: LineChart) => {
    const area = plotArea(laidOut);
    if (area) onLayout(area);
  });

  useEffect(() => {
    if (!canvas.current) return;
    const made: LineChart = new ChartJs(canvas.current, {
      type: 'line',
      data: { datasets: [] },
      plugins: [
        nonFiniteMarks(() => marks.current),
        { id: 'layout', afterLayout: (laidOut) => reportLayout(laidOut) },
      ],
    });
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (!chart.current) return;
    const colours = readColours(tone);
    marks.current = { xs: data.nonFinite, colour: colours.bad };
    chart.current.data.datasets = lineDatasets(data, colours);
    chart.current.options = chartOptions({ axis, scale, limits, colours });
    chart.current.update('none');
  }, [data, axis, scale, limits, tone, resolvedTheme]);

  return <canvas ref={canvas} role="img" aria-label={label} />;
}
