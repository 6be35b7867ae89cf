// How do the configurations compare? The paper's Table 1 beside the study's own figures. Runs are grouped by configuration,
// and only figures with equal fingerprint, taken at the same step, are averaged.
import {
  ablation,
  ablationRow,
  configDifference,
  DIFFERENCE_CONFIDENCE,
  fingerprintSchema,
  metricLabel,
  metricSchema,
  modeSchema,
  StarlabError,
  summarise,
  welchInterval,
  type Configuration,
  type RunConfig,
  type RunId,
  type StudyId,
} from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type {
  AblationRun,
  AblationTable,
  AblationTableRow,
  FigureDifference,
  MeasuredColumn,
  MeasuredFigure,
} from '../results.ts';
import { listPublishedResults } from './list-published-results.ts';
import { listStudies } from './list-studies.ts';

/** The latest measurement of one metric in one mode with one fingerprint on one run. */
interface RunFigure {
  readonly run_id: RunId;
  readonly configuration: Configuration;
  readonly config: RunConfig;
  readonly config_sha256: string;
  readonly metric: string;
  readonly mode: string;
  readonly step: number;
  readonly mean: number;
  readonly fingerprint: unknown;
  readonly fingerprint_sha256: string;
}

const LATEST_FIGURES = `
  SELECT DISTINCT ON (run.number, metric, mode, fingerprint_sha256)
         evaluation.run_id, run.configuration, run.config, run.config_sha256, evaluation.metric, evaluation.mode,
         evaluation.step, evaluation.mean, evaluation.fingerprint, evaluation.fingerprint_sha256
  FROM evaluation JOIN run ON run.id = evaluation.run_id
  WHERE run.study_id = $1 AND run.archived_at IS NULL
  ORDER BY run.number, metric, mode, fingerprint_sha256, evaluation.step DESC,
           evaluation.created_at DESC`;

function groupBy<Value>(values: readonly Value[], identity: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = identity(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

/** For each metric, the fingerprint that most runs of the study share; of equally common ones, the first by digest. */
function commonFingerprints(figures: readonly RunFigure[]): Set<string> {
  const common = new Set<string>();
  for (const ofMetric of groupBy(figures, (figure) => figure.metric).values()) {
    const counts = [...groupBy(ofMetric, (figure) => figure.fingerprint_sha256)].map(([sha256, members]) => ({
      sha256,
      runs: new Set(members.map((member) => member.run_id)).size,
    }));
    counts.sort((a, b) => b.runs - a.runs || (a.sha256 < b.sha256 ? -1 : 1));
    if (counts[0]) common.add(counts[0].sha256);
  }
  return common;
}

const identityOf = (figure: RunFigure): string =>
  [figure.config_sha256, figure.metric, figure.mode, figure.fingerprint_sha256, figure.step].join(' ');

/** A figure before it is compared with the row above, with the configuration of its runs. */
type RowFigure = Omit<MeasuredFigure, 'difference'> & { readonly config: RunConfig };

function averageFigures(figures: readonly RunFigure[], common: ReadonlySet<string>): RowFigure[] {
  const averaged = [...groupBy(figures, identityOf).values()].flatMap((group) => {
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
      runIds: group.map((figure) => figure.run_id),
    };
  });
  return averaged.sort((a, b) => Number(b.comparable) - Number(a.comparable) || b.n - a.n || b.step - a.step);
}

/** Keys that the row or the one above it sets on purpose. */
function intendedKeys(...configurations: readonly Configuration[]): Set<string> {
  const overrides = configurations.map((configuration) => ablationRow(configuration).overrides ?? {});
  return new Set(['configuration', ...overrides.flatMap((keys) => Object.keys(keys))]);
}

function differenceFrom(
  above: { readonly configuration: Configuration; readonly figures: readonly RowFigure[] },
  row: { readonly configuration: Configuration; readonly figure: RowFigure },
): FigureDifference | null {
  const { figure } = row;
  const reference = above.figures.find(
    ({ mode, fingerprintSha256, step }) =>
      mode === figure.mode && fingerprintSha256 === figure.fingerprintSha256 && step === figure.step,
  );
  if (!reference) return null;
  const intended = intendedKeys(above.configuration, row.configuration);
  return {
    above: above.configuration,
    value: figure.mean - reference.mean,
    interval: welchInterval(figure, reference, DIFFERENCE_CONFIDENCE) ?? null,
    referenceRunIds: reference.runIds,
    alsoDiffers: configDifference(reference.config, figure.config)
      .map(({ key }) => key)
      .filter((key) => key !== 'seed' && !intended.has(key)),
  };
}

/** Every row's figures, each compared with the best supported one of the row above that was measured alike. */
function measuredByRow(
  figures: readonly RunFigure[],
  common: ReadonlySet<string>,
): Map<Configuration, MeasuredFigure[]> {
  const averaged = ablation.map(({ configuration }) => ({
    configuration,
    figures: averageFigures(
      figures.filter((figure) => figure.configuration === configuration),
      common,
    ),
  }));
  return new Map(
    averaged.map((row, i) => {
      const above = averaged[i - 1];
      const compared = row.figures.map((figure): MeasuredFigure => {
        const { config: _, ...shown } = figure;
        const difference = above ? differenceFrom(above, { configuration: row.configuration, figure }) : null;
        return { ...shown, difference };
      });
      return [row.configuration, compared];
    }),
  );
}

/** Unlike fingerprints never share a column. */
function measuredColumns(figures: readonly MeasuredFigure[]): MeasuredColumn[] {
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

const STUDY_RUNS = `
  SELECT run.id, seed, run.state, configuration, (config ->> 'iterations')::int AS iterations,
         coalesce(head.step, 0) AS step
  FROM run
  LEFT JOIN LATERAL (
    SELECT last_step AS step FROM attempt WHERE run_id = run.id AND last_step IS NOT NULL ORDER BY number DESC LIMIT 1
  ) AS head ON true
  WHERE study_id = $1 AND archived_at IS NULL ORDER BY configuration, seed, number`;

interface StudyRunRow extends Omit<AblationRun, 'seed'> {
  readonly seed: string;
  readonly configuration: Configuration;
}

/**
 * All six rows, those without runs too. A row's measured figures begin with the comparable ones of most seeds; a row has
 * several for one metric and mode if its runs differ in more than the seed, in the step, or in the fingerprint.
 * @throws StarlabError if there is no such study.
 */
export async function ablationTable(
  db: Database,
  options: { readonly studyId: StudyId },
): Promise<AblationTable> {
  const { studyId } = options;
  const [studies, runs, figures, published] = await Promise.all([
    listStudies(db),
    db.pool.query<StudyRunRow>(STUDY_RUNS, [studyId]),
    db.pool.query<RunFigure>(LATEST_FIGURES, [studyId]),
    listPublishedResults(db, { table: '1' }),
  ]);
  const study = studies.find(({ id }) => id === studyId);
  if (!study) {
    throw new StarlabError(`Study ${studyId}: not in this database.`, {
      remedy: 'The ablation page of the dashboard lists the studies there are.',
    });
  }
  const measured = measuredByRow(figures.rows, commonFingerprints(figures.rows));
  const rows = ablation.map((row): AblationTableRow => ({
    configuration: row.configuration,
    title: row.title,
    change: row.change,
    diverse: row.diverse,
    overrides: row.overrides,
    runs: runs.rows
      .filter((run) => run.configuration === row.configuration)
      .map(({ id, seed, state, step, iterations }) => ({ id, seed: Number(seed), state, step, iterations })),
    published: published
      .filter((result) => result.configuration === row.configuration)
      .map(({ metric, value, paperVersion, source, evidence }) => ({
        metric,
        value,
        paperVersion,
        source,
        evidence,
      })),
    measured: measured.get(row.configuration) ?? [],
  }));
  return { study, columns: measuredColumns([...measured.values()].flat()), rows };
}
