// How does StarGAN v2 compare with other methods? The paper's Tables 2 and 3 beside the study's own figures.
import {
  comparedMethods,
  isTwoDomain,
  modeSchema,
  StarlabError,
  summarise,
  type StudyId,
} from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { BaselineRow, BaselineTable, RealImagesMean } from '../results.ts';
import { joinPairs, missingPairs } from './domain-pairs.ts';
import { listPublishedResults } from './list-published-results.ts';
import { listStudies } from './list-studies.ts';
import {
  averageFigures,
  commonFingerprints,
  groupBy,
  latestFigures,
  measuredColumns,
  type RunFigure,
} from './measured-figures.ts';
import { domainsOf, nearestModel } from './pair-models.ts';
import { studyRuns, toTableRun, type StudyRun } from './study-runs.ts';

/** Of StarGAN v2 only the complete model counts: its ablation has a table of its own. */
function isOf(
  method: string | null,
  run: { readonly method: string; readonly configuration: string | null },
): boolean {
  return run.method === method && (method !== 'stargan-v2' || run.configuration === 'F');
}

type Progress = Pick<BaselineRow, 'runs' | 'missingPairs' | 'nearestModel'>;

/** How far the runs of a method are, all together. */
function progressOf(
  method: string | null,
  runs: readonly StudyRun[],
  figures: readonly RunFigure[],
  domains: readonly string[],
): Progress {
  if (method === null || !isTwoDomain(method)) {
    const wholeRuns = runs.map((run) => ({ ...toTableRun(run), pair: null }));
    return { runs: wholeRuns, missingPairs: [], nearestModel: null };
  }
  return {
    runs: runs.map((run) => ({ ...toTableRun(run), pair: domains.length > 2 ? domainsOf(run) : null })),
    missingPairs: missingPairs(figures, domains),
    nearestModel: nearestModel(runs, domains),
  };
}

/** One for every column: figures that were measured alike have the same real images. */
function realImagesMeans(figures: readonly RunFigure[]): RealImagesMean[] {
  const columns = groupBy(figures, ({ mode, fingerprint_sha256 }) => `${mode} ${fingerprint_sha256}`);
  return [...columns.values()].flatMap((ofColumn): RealImagesMean[] => {
    const figure = ofColumn.find(({ real_images }) => real_images !== null);
    if (!figure?.real_images) return [];
    const { mode, fingerprint_sha256: fingerprintSha256, real_images: domains } = figure;
    const { mean } = summarise(domains.map(({ value }) => value));
    return [{ mode: modeSchema.parse(mode), fingerprintSha256, mean, domains }];
  });
}

/**
 * Every method of the two tables, those without runs too.
 * @throws StarlabError if there is no such study.
 */
export async function baselineTable(
  db: Database,
  options: { readonly studyId: StudyId },
): Promise<BaselineTable> {
  const { studyId } = options;
  const [studies, runs, figures, latent, reference] = await Promise.all([
    listStudies(db),
    studyRuns(db, studyId),
    latestFigures(db, studyId),
    listPublishedResults(db, { table: '2' }),
    listPublishedResults(db, { table: '3' }),
  ]);
  const study = studies.find(({ id }) => id === studyId);
  if (!study) {
    throw new StarlabError(`Study ${studyId}: not in this database.`, {
      remedy: 'The baselines page of the dashboard lists the studies there are.',
    });
  }
  const { domains } = study;
  const figuresOf = (method: string | null): RunFigure[] => {
    const own = figures.filter((figure) => isOf(method, figure));
    return method !== null && isTwoDomain(method) ? joinPairs(own, domains) : own;
  };
  const all = comparedMethods.flatMap(({ method }) => figuresOf(method));
  const common = commonFingerprints(all);
  const rowOf = ({ title, method }: (typeof comparedMethods)[number]): BaselineRow => ({
    title,
    method,
    ...progressOf(
      method,
      runs.filter((run) => isOf(method, run)),
      figures.filter((figure) => isOf(method, figure)),
      domains,
    ),
    published: [...latent, ...reference]
      .filter((result) => result.method === title)
      .map(({ dataset, mode, metric, value, paperVersion, source, evidence }) => ({
        dataset,
        mode,
        metric,
        value,
        paperVersion,
        source,
        evidence,
      })),
    measured: averageFigures(figuresOf(method), common).map(({ config: _, ...figure }) => figure),
  });
  const rows = comparedMethods.map(rowOf);
  const columns = measuredColumns(rows.flatMap(({ measured }) => measured));
  return { study, columns, rows, realImages: realImagesMeans(all) };
}
