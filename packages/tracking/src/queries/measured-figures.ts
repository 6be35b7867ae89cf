// The figures of a study for its tables: each run's latest, averaged over what was measured alike.
import {
  fingerprintSchema,
  metricLabel,
  metricSchema,
  modeSchema,
  summarise,
  type Configuration,
  type RealImagesFigure,
  type RunConfig,
  type RunId,
  type StudyId,
} from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { AveragedFigure, MeasuredColumn } from '../results.ts';

/** The latest measurement of one metric in one mode with one fingerprint on one run, or on several that count as one. */
export interface RunFigure {
  readonly run_ids: readonly RunId[];
  readonly method: string;
  readonly configuration: Configuration | null;
  /** Sorted. */
  readonly domains: readonly string[];
  /** Of the whole data set, where the run saw some of its domains only. */
  readonly dataset_sha256: string | null;
  readonly config: RunConfig;
  readonly config_sha256: string;
  readonly metric: string;
  readonly mode: string;
  readonly step: number;
  readonly mean: number;
  readonly fingerprint: unknown;
  readonly fingerprint_sha256: string;
  /** By domain; null where they were not measured. */
  readonly real_images: readonly RealImagesFigure[] | null;
}

const LATEST_FIGURES = `
  SELECT DISTINCT ON (run.number, metric, mode, fingerprint_sha256)
         ARRAY[run.id] AS run_ids, run.method, run.configuration, run.domains, run.dataset_sha256, run.config,
         run.config_sha256, evaluation.metric, evaluation.mode, evaluation.step, evaluation.mean, evaluation.fingerprint,
         evaluation.fingerprint_sha256, evaluation.real_images
  FROM evaluation JOIN run ON run.id = evaluation.run_id
  WHERE run.study_id = $1 AND run.archived_at IS NULL
  ORDER BY run.number, metric, mode, fingerprint_sha256, evaluation.step DESC,
           evaluation.created_at DESC`;

export async function latestFigures(db: Database, studyId: StudyId): Promise<RunFigure[]> {
  return (await db.pool.query<RunFigure>(LATEST_FIGURES, [studyId])).rows;
}

export function groupBy<Value>(
  values: readonly Value[],
  identity: (value: Value) => string,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = identity(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

/** For each metric, the fingerprint that most runs of the study share; of equally common ones, the first by digest. */
export function commonFingerprints(figures: readonly RunFigure[]): Set<string> {
  const common = new Set<string>();
  for (const ofMetric of groupBy(figures, (figure) => figure.metric).values()) {
    const counts = [...groupBy(ofMetric, (figure) => figure.fingerprint_sha256)].map(([sha256, members]) => ({
      sha256,
      runs: new Set(members.flatMap((member) => member.run_ids)).size,
    }));
    counts.sort((a, b) => b.runs - a.runs || (a.sha256 < b.sha256 ? -1 : 1));
    if (counts[0]) common.add(counts[0].sha256);
  }
  return common;
}

const identityOf = (figure: RunFigure): string =>
  [figure.config_sha256, figure.metric, figure.mode, figure.fingerprint_sha256, figure.step].join(' ');

/** A seed trained twice is no second sample: the newest run of each counts. */
const onePerSeed = (figures: readonly RunFigure[]): RunFigure[] => [
  ...new Map(figures.map((figure) => [figure.config.seed, figure])).values(),
];

/** An average with the configuration of its runs. */
export type FigureWithConfig = AveragedFigure & { readonly config: RunConfig };

/** Only what was measured alike at the same step is averaged, over seeds; first the comparable, then those of most seeds. */
export function averageFigures(
  figures: readonly RunFigure[],
  common: ReadonlySet<string>,
): FigureWithConfig[] {
  const averaged = [...groupBy(figures, identityOf).values()].flatMap((repetitions) => {
    const group = onePerSeed(repetitions);
    const [first] = group;
    if (!first) return [];
    const fingerprint = fingerprintSchema.parse(first.fingerprint);
    const metric = metricSchema.parse(first.metric);
    return {
      metric,
      mode: modeSchema.parse(first.mode),
      label: metricLabel(metric, fingerprint.featureSet),
      ...summarise(group.map((figure) => figure.mean)),
      step: first.step,
      config: first.config,
      configSha256: first.config_sha256,
      fingerprint,
      fingerprintSha256: first.fingerprint_sha256,
      comparable: common.has(first.fingerprint_sha256),
      runIds: group.flatMap((figure) => figure.run_ids),
    };
  });
  return averaged.sort((a, b) => Number(b.comparable) - Number(a.comparable) || b.n - a.n || b.step - a.step);
}

/** Unlike fingerprints never share a column. */
export function measuredColumns(figures: readonly AveragedFigure[]): MeasuredColumn[] {
  const groups = groupBy(figures, ({ mode, fingerprintSha256 }) => `${mode} ${fingerprintSha256}`);
  const columns = [...groups.values()].flatMap(([first]): MeasuredColumn[] => {
    if (!first) return [];
    const { metric, mode, label, fingerprint, fingerprintSha256, comparable } = first;
    return [{ metric, mode, label, fingerprint, fingerprintSha256, comparable }];
  });
  const rank = ({ mode, comparable, metric }: MeasuredColumn): number =>
    100 * modeSchema.options.indexOf(mode) + (comparable ? 0 : 10) + metricSchema.options.indexOf(metric);
  return columns.sort((a, b) => rank(a) - rank(b) || (a.fingerprintSha256 < b.fingerprintSha256 ? -1 : 1));
}
