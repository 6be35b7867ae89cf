// What do the runs of a study differ from?
import {
  resolveConfig,
  StarlabError,
  studyIdSchema,
  type RunConfig,
  type StudyId,
} from '@starlab/experiment';
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

/** A study of another program's runs has a configuration of that program's keys. */
function ownBase(base: object): RunConfig | undefined {
  if (!('method' in base && 'imageSize' in base)) return undefined;
  try {
    return resolveConfig(base);
  } catch (error) {
    if (error instanceof StarlabError) return undefined;
    throw error;
  }
}

/** Of every study whose runs are Starlab's own. */
export async function listStudyBases(db: Database): Promise<ReadonlyMap<StudyId, RunConfig>> {
  const { rows } = await db.pool.query<{ id: string; base: object }>('SELECT id, base FROM study');
  return new Map(
    rows.flatMap(({ id, base }): [StudyId, RunConfig][] => {
      const own = ownBase(base);
      return own ? [[studyIdSchema.parse(id), own]] : [];
    }),
  );
}
