// How a figure differs from the one it is compared with, and how sure that is.
import { metricTraits, type Metric } from '@starlab/experiment';
import type { FigureDifference } from '@starlab/tracking';
import { formatMetric } from '@/ui/format.ts';

function signed(metric: Metric, value: number): string {
  return `${value < 0 ? '−' : '+'}${formatMetric(metric, Math.abs(value))}`;
}

/** `−4.0 [−6.1, −1.9]`, or `−4.0, n too small`. */
export function differenceText(metric: Metric, { value, interval }: FigureDifference): string {
  const difference = signed(metric, value);
  if (!interval) return `${difference}, n too small`;
  return `${difference} [${signed(metric, interval.low)}, ${signed(metric, interval.high)}]`;
}

/** Whether the interval leaves no doubt about the sign: whether low or high is better follows from the metric. */
export function verdict(metric: Metric, { interval }: FigureDifference): 'better' | 'worse' | 'open' {
  if (!interval || (interval.low <= 0 && interval.high >= 0)) return 'open';
  return interval.high < 0 === metricTraits[metric].lowerIsBetter ? 'better' : 'worse';
}
