// The cells of the ablation table: the paper's figures by version, ours by metric, mode and fingerprint. The two are
// shown side by side and never subtracted.
import { metricTraits, paperMetrics, type Metric, type Mode } from '@starlab/experiment';
import type {
  AblationRun,
  AblationTable,
  AblationTableRow,
  FigureDifference,
  MeasuredColumn,
  MeasuredFigure,
} from '@starlab/tracking';
import { formatMetric } from '@/ui/format.ts';

export const modes = ['latent', 'reference'] as const satisfies readonly Mode[];

export type PublishedFigure = AblationTableRow['published'][number];

/** One column of measured figures; without a fingerprint while it waits for the first. */
export type FigureColumn = MeasuredColumn | (Pick<MeasuredColumn, 'metric' | 'mode' | 'label'> & Waiting);

interface Waiting {
  readonly comparable: true;
  readonly fingerprintSha256?: undefined;
}

/** The versions of the paper that have figures, oldest first; null stands for figures from elsewhere. */
export function publishedVersions(table: AblationTable): (string | null)[] {
  const order = ['v1', 'v2', 'CVPR', null];
  const versions = new Set(table.rows.flatMap((row) => row.published.map((figure) => figure.paperVersion)));
  return order.filter((version) => versions.has(version as never));
}

export function publishedFigures(
  row: AblationTableRow,
  version: string | null,
  metric: Metric,
): PublishedFigure[] {
  return row.published.filter((figure) => figure.paperVersion === version && figure.metric === metric);
}

/** The study's columns, and those that wait to be filled. */
export function figureColumns(table: AblationTable): FigureColumn[] {
  return modes.flatMap((mode) => {
    const measured = table.columns.filter((column) => column.mode === mode);
    const waiting = paperMetrics
      .filter((metric) => !measured.some((column) => column.metric === metric))
      .map((metric): FigureColumn => ({ metric, mode, label: metricTraits[metric].name, comparable: true }));
    return [...measured, ...waiting];
  });
}

/** "FID (demo features)"; one measured unlike most is marked, with the beginning of its fingerprint. */
export function columnTitle({ label, comparable, fingerprintSha256 }: FigureColumn): string {
  return comparable ? label : `${label} † ${fingerprintSha256?.slice(0, 8)}`;
}

/** The row's figures of this column: of most seeds first, later steps before earlier. */
export function columnFigures(row: AblationTableRow, column: FigureColumn): MeasuredFigure[] {
  return row.measured
    .filter(
      ({ mode, fingerprintSha256 }) => mode === column.mode && fingerprintSha256 === column.fingerprintSha256,
    )
    .sort((a, b) => b.n - a.n || b.step - a.step);
}

/** `21.3 ± 0.4`, or `21.3` for a single run. */
export function figureText({ metric, mean, std }: Pick<MeasuredFigure, 'metric' | 'mean' | 'std'>): string {
  const text = formatMetric(metric, mean);
  return std === null ? text : `${text} ± ${formatMetric(metric, std)}`;
}

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

/** `queued`, `running 62 %`, `finished`. */
export function runProgress({ state, step, iterations }: AblationRun): string {
  if (state !== 'running') return state;
  return `running ${Math.floor((100 * step) / iterations)} %`;
}

/** What stands where a figure will be: why there is none yet. */
export function absence(row: AblationTableRow): string {
  if (row.runs.length === 0) return 'not run';
  const finished = row.runs.filter(({ state }) => state === 'finished').length;
  const others = row.runs.filter(({ state }) => state !== 'finished').map(runProgress);
  return [...(finished > 0 ? [`${finished} finished, not measured`] : []), ...others].join(', ');
}

/** Whether any figure comes from the demo networks, so that the reader has to be told. */
export function hasDemoFigures(table: AblationTable): boolean {
  return table.columns.some(({ fingerprint }) => fingerprint.featureSet === 'demo');
}
