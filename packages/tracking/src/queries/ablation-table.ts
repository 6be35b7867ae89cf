// How do the configurations compare? The paper's Table 1 beside the study's own figures. Runs are grouped by configuration,
// and only figures with equal fingerprint, taken at the same step, are averaged.
import {
  ablation,
  ablationRow,
  configDifference,
  DIFFERENCE_CONFIDENCE,
  StarlabError,
  welchInterval,
  type Configuration,
  type StudyId,
} from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { AblationTable, AblationTableRow, FigureDifference, MeasuredFigure } from '../results.ts';
import { listPublishedResults } from './list-published-results.ts';
import { listStudies } from './list-studies.ts';
import {
  averageFigures,
  commonFingerprints,
  latestFigures,
  measuredColumns,
  type FigureWithConfig,
  type RunFigure,
} from './measured-figures.ts';
import { studyRuns, toTableRun } from './study-runs.ts';

/** Keys that the row or the one above it sets on purpose. */
function intendedKeys(...configurations: readonly Configuration[]): Set<string> {
  const overrides = configurations.map((configuration) => ablationRow(configuration).overrides ?? {});
  return new Set(['configuration', ...overrides.flatMap((keys) => Object.keys(keys))]);
}

function differenceFrom(
  above: { readonly configuration: Configuration; readonly figures: readonly FigureWithConfig[] },
  row: { readonly configuration: Configuration; readonly figure: FigureWithConfig },
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
  const [studies, runs, allFigures, published] = await Promise.all([
    listStudies(db, { archived: true }),
    studyRuns(db, studyId),
    latestFigures(db, studyId),
    listPublishedResults(db, { table: '1' }),
  ]);
  const study = studies.find(({ id }) => id === studyId);
  if (!study) {
    throw new StarlabError(`Study ${studyId}: not in this database.`, {
      remedy: 'The ablation page of the dashboard lists the studies there are.',
    });
  }
  // A method that is no row of Table 1 may be in the same study.
  const figures = allFigures.filter(({ configuration }) => configuration !== null);
  const measured = measuredByRow(figures, commonFingerprints(figures));
  const rows = ablation.map((row): AblationTableRow => ({
    configuration: row.configuration,
    title: row.title,
    change: row.change,
    diverse: row.diverse,
    overrides: row.overrides,
    runs: runs.filter((run) => run.configuration === row.configuration).map(toTableRun),
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
