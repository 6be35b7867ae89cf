// What the ablation page shows: the table of one study, and for each row the latest latent-guided samples of one run.
import {
  ablationTable,
  getRun,
  listSamples,
  type AblationTable,
  type AblationTableRow,
  type Database,
  type StudySummary,
} from '@starlab/tracking';
import type { StripSample } from '@/features/ablation/sample-strip.tsx';
import { chooseStudy } from './choose-study.ts';

export interface AblationPageData {
  readonly studies: readonly StudySummary[];
  readonly table: AblationTable;
  readonly strips: Readonly<Record<string, StripSample | undefined>>;
}

/** Of the row's runs the one with the lowest seed that has samples, so that rows show the same seed where they can. */
async function stripOf(db: Database, row: AblationTableRow): Promise<StripSample | undefined> {
  for (const { id, seed } of [...row.runs].sort((a, b) => a.seed - b.seed)) {
    const samples = await listSamples(db, id);
    const latest = samples.filter(({ key }) => key === 'latent').sort((a, b) => b.step - a.step)[0];
    const run = latest && (await getRun(db, id));
    if (latest && run?.kind === 'starlab') {
      return { runId: id, seed, imageSize: run.config.imageSize, sample: latest };
    }
  }
  return undefined;
}

/** The wanted study's page, or that of the latest study with runs; undefined when there is no study at all. */
export async function readAblationPage(db: Database, wanted: unknown): Promise<AblationPageData | undefined> {
  const { studies, study } = await chooseStudy(db, wanted);
  if (!study) return undefined;
  const table = await ablationTable(db, { studyId: study.id });
  const strips = await Promise.all(
    table.rows.map(async (row) => [row.configuration, await stripOf(db, row)] as const),
  );
  return { studies, table, strips: Object.fromEntries(strips) };
}
