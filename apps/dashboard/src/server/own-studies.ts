// The studies whose runs are Starlab's own: another program's have no rows in the paper's tables, and no settings to launch runs
// with.
import type { RunConfig } from '@starlab/experiment';
import { listStudies, listStudyBases, type Database, type StudySummary } from '@starlab/tracking';

export interface OwnStudy {
  readonly study: StudySummary;
  /** What its runs differ from. */
  readonly base: RunConfig;
}

/** Newest first. */
export async function listOwnStudies(db: Database): Promise<OwnStudy[]> {
  const [studies, bases] = await Promise.all([listStudies(db), listStudyBases(db)]);
  return studies.flatMap((study) => {
    const base = bases.get(study.id);
    return base ? [{ study, base }] : [];
  });
}
