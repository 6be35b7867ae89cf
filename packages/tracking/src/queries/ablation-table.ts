// How do the configurations compare? The paper's Table 1 beside the study's own figures. Runs are grouped by configuration,
// and only figures with equal fingerprint, taken at the same step, are averaged.
import {
  ablation,
  fingerprintSchema,
  metricLabel,
  metricSchema,
  modeSchema,
  StarlabError,
  type Configuration,
  type RunId,
  type RunState,
  type StudyId,
} from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { AblationTable, AblationTableRow, MeasuredFigure } from '../results.ts';
import { listPublishedResults } from './list-published-results.ts';
import { listStudies } from './list-studies.ts';

/** The latest measurement of one metric in one mode with one fingerprint on one run. */
interface RunFigure {
  readonly run_id: RunId;
  readonly configuration: Configuration;
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
         evaluation.run_id, run.configuration, run.config_sha256, evaluation.metric, evaluation.mode, evaluation.step,
         evaluation.mean, evaluation.fingerprint, evaluation.fingerprint_sha256
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

export function meanAndStd(values: readonly number[]): { mean: number; std: number | null } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, std: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (n - 1)) };
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

function measuredFigures(figures: readonly RunFigure[], common: ReadonlySet<string>): MeasuredFigure[] {
  const measured = [...groupBy(figures, identityOf).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const fingerprint = fingerprintSchema.parse(first.fingerprint);
    const metric = metricSchema.parse(first.metric);
    return {
      metric,
      mode: modeSchema.parse(first.mode),
      label: metricLabel(metric, fingerprint.featureSet),
      ...meanAndStd(group.map((figure) => figure.mean)),
      n: group.length,
      step: first.step,
      configSha256: first.config_sha256,
      fingerprint,
      fingerprintSha256: first.fingerprint_sha256,
      comparable: common.has(first.fingerprint_sha256),
    };
  });
  return measured.sort((a, b) => Number(b.comparable) - Number(a.comparable) || b.n - a.n || b.step - a.step);
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
    db.pool.query<{ id: RunId; seed: string; state: RunState; configuration: Configuration }>(
      'SELECT id, seed, state, configuration FROM run WHERE study_id = $1 AND archived_at IS NULL ORDER BY configuration, seed, number',
      [studyId],
    ),
    db.pool.query<RunFigure>(LATEST_FIGURES, [studyId]),
    listPublishedResults(db, { table: '1' }),
  ]);
  const study = studies.find(({ id }) => id === studyId);
  if (!study) {
    throw new StarlabError(`Study ${studyId}: not in this database.`, {
      remedy: 'List the studies there are with `starlab study list`.',
    });
  }
  const common = commonFingerprints(figures.rows);
  const rows = ablation.map((row): AblationTableRow => ({
    configuration: row.configuration,
    title: row.title,
    change: row.change,
    diverse: row.diverse,
    trainable: row.overrides !== undefined,
    overrides: row.overrides ?? null,
    runs: runs.rows
      .filter((run) => run.configuration === row.configuration)
      .map(({ id, seed, state }) => ({ id, seed: Number(seed), state })),
    published: published
      .filter((result) => result.configuration === row.configuration)
      .map(({ metric, value, paperVersion, source, evidence }) => ({
        metric,
        value,
        paperVersion,
        source,
        evidence,
      })),
    measured: measuredFigures(
      figures.rows.filter((figure) => figure.configuration === row.configuration),
      common,
    ),
  }));
  return { study, rows };
}
