// chart.js told how its axes look: hairline grid, no animation, ticks of our own for time.
import type { ChartOptions, ScaleOptionsByType } from 'chart.js';
import {
  durationTick,
  intervalOf,
  stepTick,
  timeTicks,
  valueTick,
  type XAxis,
  type XLimits,
  type YScale,
} from './axes.ts';
import type { YLimits } from './y-limits.ts';

/** Colours read from the theme's variables. */
interface AxisColours {
  readonly grid: string;
  readonly text: string;
}

function xTickLabel(axis: XAxis, value: number, interval: number): string {
  switch (axis) {
    case 'step':
      return stepTick(value, interval);
    case 'relative':
      return durationTick(value);
    case 'time':
      return clockTick(value, interval);
    default:
      return axis satisfies never;
  }
}

/** Local time of day, or the date where ticks are days apart. */
export function clockTick(time: number, interval: number): string {
  const date = new Date(time);
  if (interval >= 86_400_000) return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  const seconds = interval < 60_000 ? ({ second: '2-digit' } as const) : {};
  const parts = interval < 1000 ? ({ fractionalSecondDigits: 3 } as const) : {};
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...seconds, ...parts });
}

const TICKS = 5;
const tickFont = { family: "'Inter Variable', ui-sans-serif, system-ui, sans-serif", size: 10 };

function xScale(axis: XAxis, limits: XLimits, colours: AxisColours): Partial<ScaleOptionsByType<'linear'>> {
  const offset = axis === 'time' ? new Date(limits.min).getTimezoneOffset() * 60_000 : 0;
  const scale = {
    type: 'linear',
    min: limits.min,
    max: limits.max,
    border: { color: colours.grid },
    grid: { display: false },
    ticks: {
      color: colours.text,
      font: tickFont,
      maxTicksLimit: TICKS + 1,
      // There is no half a step.
      ...(axis === 'step' ? { precision: 0 } : {}),
      maxRotation: 0,
      autoSkipPadding: 12,
      callback(value: number | string, _index: number, ticks: { value: number }[]) {
        return xTickLabel(axis, Number(value), intervalOf(ticks));
      },
    },
    ...(axis === 'step'
      ? {}
      : {
          afterBuildTicks(built: { min: number; max: number; ticks: { value: number }[] }) {
            const values = timeTicks(built.min, built.max, { count: TICKS, offset });
            built.ticks = values.map((value) => ({ value }));
          },
        }),
  };
  return scale as Partial<ScaleOptionsByType<'linear'>>;
}

interface ChartOptionsInput {
  readonly axis: XAxis;
  readonly scale: YScale;
  readonly limits: XLimits;
  readonly yLimits: YLimits | undefined;
  /** Space kept free right of the plot for the names of the lines, px. */
  readonly labelWidth: number;
  readonly colours: AxisColours;
}

export function chartOptions(input: ChartOptionsInput): ChartOptions<'line'> {
  const { axis, scale, limits, yLimits, labelWidth, colours } = input;
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { padding: { top: 4, right: 6 + labelWidth } },
    plugins: { legend: { display: false }, tooltip: { enabled: false } },
    scales: {
      x: xScale(axis, limits, colours),
      y: {
        type: scale === 'log' ? 'logarithmic' : 'linear',
        // Suggested, so that chart.js rounds them outwards to its ticks.
        ...(yLimits ? { suggestedMin: yLimits.min, suggestedMax: yLimits.max } : {}),
        afterBuildTicks(built) {
          if (scale === 'log')
            built.ticks = logTicks(built.ticks.map(({ value }) => value)).map((value) => ({ value }));
        },
        border: { display: false },
        grid: { color: colours.grid, drawTicks: false },
        ticks: {
          color: colours.text,
          font: tickFont,
          padding: 6,
          maxTicksLimit: TICKS,
          callback: (value, _index, ticks) => valueTick(Number(value), intervalOf(ticks)),
        },
      },
    },
  };
}

/** Powers of ten; within two decades also 2 and 5 times them; all where hardly one of those is in sight. */
export function logTicks(values: readonly number[]): number[] {
  const mantissa = (value: number): number => Number(value.toExponential().split('e')[0]);
  const wide = Math.max(...values) / Math.min(...values) > 100;
  const round = values.filter((value) => (wide ? [1] : [1, 2, 5]).includes(mantissa(value)));
  return round.length < 2 ? [...values] : round;
}
