// The one owner of chart.js, which lays out the axes; the lines are drawn by `drawing.ts` in a plugin, because an object
// per point, as chart.js keeps them, is too slow for fifty runs.
'use client';

import { Chart as ChartJs, LinearScale, LineController, LogarithmicScale, type Plugin } from 'chart.js';
import { useTheme } from 'next-themes';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { XAxis, XLimits, YScale } from './axes.ts';
import { chartOptions } from './chart-options.ts';
import { DOT_RADIUS, dotsOf, traceBand, traceLine, traceNonFinite } from './drawing.ts';
import type { PlotArea, Tick } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';
import { resolveColour } from './theme-colours.ts';
import type { YLimits } from './y-limits.ts';

ChartJs.register(LineController, LinearScale, LogarithmicScale);

interface ChartProps {
  readonly lines: readonly PlotLine[];
  readonly axis: XAxis;
  readonly scale: YScale;
  readonly limits: XLimits;
  readonly yLimits: YLimits | undefined;
  readonly labelWidth: number;
  /** Key of the line that stands out; the others fade. */
  readonly highlight: string | undefined;
  readonly label: string;
  /** Called after every layout, with where the plot lies. */
  readonly onLayout: (area: PlotArea) => void;
}

type LineChart = ChartJs<'line'>;

interface Drawn {
  readonly lines: readonly PlotLine[];
  readonly scale: YScale;
  readonly highlight: string | undefined;
}

function ticksOf(ticks: readonly { value: number; label?: string | string[] | undefined }[]): Tick[] {
  return ticks
    .map(({ value, label }) => ({ value, label: String(label ?? '') }))
    .filter(({ label }) => label !== '');
}

function plotArea(chart: LineChart, scale: YScale): PlotArea | undefined {
  const { x, y } = chart.scales;
  if (!x || !y) return undefined;
  const { left, right, top, bottom } = chart.chartArea;
  return {
    ...{ width: chart.width, height: chart.height, left, right, top, bottom, scale },
    ...{ xMin: x.min, xMax: x.max, yMin: y.min, yMax: y.max },
    ...{ xTicks: ticksOf(x.ticks), yTicks: ticksOf(y.ticks) },
  };
}

const FADED = 0.18;

function drawLine(context: CanvasRenderingContext2D, area: PlotArea, line: PlotLine, opacity: number): void {
  const colour = resolveColour(line.colour);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  if (line.band) {
    context.globalAlpha = 0.2 * opacity;
    context.beginPath();
    traceBand(context, area, line.xs, line.band);
    context.fill();
  }
  if (line.raw) {
    context.globalAlpha = 0.32 * opacity;
    context.lineWidth = 1;
    context.setLineDash([]);
    context.beginPath();
    traceLine(context, area, line.xs, line.raw);
    context.stroke();
  }
  context.globalAlpha = opacity;
  context.lineWidth = 1.5;
  context.setLineDash([...line.dash]);
  context.beginPath();
  traceLine(context, area, line.xs, line.ys);
  context.stroke();
}

function drawDots(context: CanvasRenderingContext2D, area: PlotArea, line: PlotLine, opacity: number): void {
  context.fillStyle = resolveColour(line.colour);
  context.globalAlpha = opacity;
  for (const [x, y] of dotsOf(area, line)) {
    context.beginPath();
    context.arc(x, y, DOT_RADIUS, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawNonFinite(context: CanvasRenderingContext2D, area: PlotArea, xs: readonly number[]): void {
  context.fillStyle = resolveColour('var(--bad)');
  context.globalAlpha = 1;
  context.beginPath();
  traceNonFinite(context, area, xs);
  context.fill();
}

function curves(current: () => Drawn): Plugin<'line'> {
  return {
    id: 'curves',
    afterDatasetsDraw(chart) {
      const { lines, scale, highlight } = current();
      const area = plotArea(chart, scale);
      if (!area) return;
      const context = chart.ctx;
      context.save();
      context.beginPath();
      context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
      context.clip();
      context.lineJoin = 'round';
      const faded = highlight !== undefined && lines.some(({ key }) => key === highlight);
      const opacity = (line: PlotLine): number => (faded && line.key !== highlight ? FADED : 1);
      for (const line of lines) drawLine(context, area, line, opacity(line));
      const front = lines.find(({ key }) => key === highlight);
      if (front) drawLine(context, area, front, 1);
      context.restore();
      context.save();
      for (const line of lines) drawDots(context, area, line, opacity(line));
      drawNonFinite(
        context,
        area,
        lines.flatMap(({ nonFinite }) => nonFinite),
      );
      context.restore();
    },
  };
}

export function Chart(props: ChartProps) {
  const { lines, axis, scale, limits, yLimits, labelWidth, highlight, label, onLayout } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LineChart>(null);
  const drawn = useRef<Drawn>({ lines, scale, highlight });
  const { resolvedTheme } = useTheme();
  const reportLayout = useEffectEvent((laidOut: LineChart) => {
    const area = plotArea(laidOut, drawn.current.scale);
    if (area) onLayout(area);
  });

  useEffect(() => {
    if (!canvas.current) return;
    const made: LineChart = new ChartJs(canvas.current, {
      type: 'line',
      data: { datasets: [] },
      plugins: [
        curves(() => drawn.current),
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
    drawn.current = { ...drawn.current, lines, scale };
    const colours = { grid: resolveColour('var(--line)'), text: resolveColour('var(--muted)') };
    chart.current.options = chartOptions({ axis, scale, limits, yLimits, labelWidth, colours });
    chart.current.update('none');
  }, [lines, axis, scale, limits, yLimits, labelWidth, resolvedTheme]);

  useEffect(() => {
    if (drawn.current.highlight === highlight) return;
    drawn.current = { ...drawn.current, highlight };
    chart.current?.draw();
  }, [highlight]);

  return <canvas ref={canvas} role="img" aria-label={label} />;
}
