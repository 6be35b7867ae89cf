// Which study a table of results is about: the one the address names, or the latest with runs. Studies of other programs have
// no rows in the paper's tables.
import { studyIdSchema } from '@starlab/experiment';
import { listStudies, listStudyBases, type Database, type StudySummary } from '@starlab/tracking';

interface StudyChoice {
  /** Newest first. */
  readonly studies: readonly StudySummary[];
  /** Undefined where there is no study at all. */
  readonly study: StudySummary | undefined;
}

export async function chooseStudy(db: Database, wanted: unknown): Promise<StudyChoice> {
  const [all, bases] = await Promise.all([listStudies(db), listStudyBases(db)]);
  const studies = all.filter(({ id }) => bases.has(id));
  const id = studyIdSchema.safeParse(wanted);
  const study =
    studies.find((candidate) => candidate.id === id.data) ??
    studies.find(({ runCount }) => runCount > 0) ??
    studies[0];
  return { studies, study };
}
