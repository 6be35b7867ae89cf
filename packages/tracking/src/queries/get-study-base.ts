// What do the runs of a study differ from?
import { StarlabError, type RunConfig, type StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';

/** @throws StarlabError if there is no such study. */
export async function getStudyBase(db: Database, studyId: StudyId): Promise<RunConfig> {
  const { rows } = await db.pool.query<{ base: RunConfig }>('SELECT base FROM study WHERE id = $1', [
    studyId,
  ]);
  const [study] = rows;
  if (study) return study.base;
  throw new StarlabError(`Study ${studyId}: not in this database.`, {
    remedy: 'It may have been deleted; the runs page lists the studies there are.',
  });
}
