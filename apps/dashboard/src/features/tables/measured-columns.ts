// The columns of our own figures in a table of results, by metric, mode and fingerprint, and what stands in them.
import { metricTraits, paperMetrics, type Mode } from '@starlab/experiment';
import type {
  AblationRun,
  AveragedFigure,
  BaselineTable,
  MeasuredColumn,
  MissingPair,
  PairModel,
} from '@starlab/tracking';
import { formatMetric } from '@/ui/format.ts';

/** One column of measured figures; without a fingerprint while it waits for the first. */
export type FigureColumn = MeasuredColumn | (Pick<MeasuredColumn, 'metric' | 'mode' | 'label'> & Waiting);

interface Waiting {
  readonly comparable: true;
  readonly fingerprintSha256?: undefined;
}

/** The measured columns of a mode, and those that wait to be filled. */
export function figureColumns(columns: readonly MeasuredColumn[], mode: Mode): FigureColumn[] {
  const measured = columns.filter((column) => column.mode === mode);
  const waiting = paperMetrics
    .filter((metric) => !measured.some((column) => column.metric === metric))
    .map((metric): FigureColumn => ({ metric, mode, label: metricTraits[metric].name, comparable: true }));
  return [...measured, ...waiting];
}

export function columnKey({ mode, metric, fingerprintSha256 }: FigureColumn): string {
  return `${mode} ${metric} ${fingerprintSha256}`;
}

/** "FID (demo features)"; one measured unlike most is marked, with the beginning of its fingerprint. */
export function columnTitle({ label, comparable, fingerprintSha256 }: FigureColumn): string {
  return comparable ? label : `${label} † ${fingerprintSha256?.slice(0, 8)}`;
}

/** The figures of this column: of most seeds first, later steps before earlier. */
export function columnFigures<Figure extends AveragedFigure>(
  measured: readonly Figure[],
  column: FigureColumn,
): Figure[] {
  return measured
    .filter(
      ({ mode, fingerprintSha256 }) => mode === column.mode && fingerprintSha256 === column.fingerprintSha256,
    )
    .sort((a, b) => b.n - a.n || b.step - a.step);
}

/** What real images reach with what this column was measured with. */
export function columnRealImages(
  realImages: BaselineTable['realImages'],
  column: FigureColumn,
): BaselineTable['realImages'][number] | undefined {
  return realImages.find(
    ({ mode, fingerprintSha256 }) => mode === column.mode && fingerprintSha256 === column.fingerprintSha256,
  );
}

/** `21.3 ± 0.4`, or `21.3` for a single run. */
export function figureText({ metric, mean, std }: Pick<AveragedFigure, 'metric' | 'mean' | 'std'>): string {
  const text = formatMetric(metric, mean);
  return std === null ? text : `${text} ± ${formatMetric(metric, std)}`;
}

/** `queued`, `running 62 %`, `finished`. */
export function runProgress({ state, step, iterations }: AblationRun): string {
  if (state !== 'running') return state;
  return `running ${Math.floor((100 * step) / iterations)} %`;
}

/** Why a pair is not in the model that the others make. */
function missingText({ domains, differsIn }: MissingPair): string {
  const pair = domains.join('–');
  return differsIn === null ? `no run of ${pair}` : `${pair} was run with another ${differsIn.join(', ')}`;
}

/** What stands where a figure will be: why there is none yet. */
export function absence(row: {
  readonly runs: readonly AblationRun[];
  /** Pairs of domains that wait for a run of their own. */
  readonly missingPairs?: readonly string[];
  readonly nearestModel?: PairModel | null;
}): string {
  const { missingPairs = [], nearestModel } = row;
  if (row.runs.length === 0)
    return missingPairs.length > 1
      ? `not run: takes a run for each of ${missingPairs.join(', ')}`
      : 'not run';
  const others = row.runs.filter(({ state }) => state !== 'finished').map(runProgress);
  if (nearestModel && nearestModel.missing.length > 0)
    return ['not measured', ...nearestModel.missing.map(missingText), ...others].join('; ');
  if (nearestModel && others.length === 0)
    return missingPairs.length > 0
      ? `not measured: ${missingPairs.join(', ')}`
      : 'every pair measured, but not alike: at another step, or with another fingerprint';
  const finished = row.runs.length - others.length;
  return [...(finished > 0 ? [`${finished} finished, not measured`] : []), ...others].join(', ');
}

/** Whether any figure comes from the demo networks, so that the reader has to be told. */
export function hasDemoFigures(columns: readonly MeasuredColumn[]): boolean {
  return columns.some(({ fingerprint }) => fingerprint.featureSet === 'demo');
}
