// Which study a table of results is about: the one the address names, or the latest with runs.
import { studyIdSchema } from '@starlab/experiment';
import type { Database, StudySummary } from '@starlab/tracking';
import { listOwnStudies } from './own-studies.ts';

interface StudyChoice {
  /** Newest first. */
  readonly studies: readonly StudySummary[];
  /** Undefined where there is no study at all. */
  readonly study: StudySummary | undefined;
}

export async function chooseStudy(db: Database, wanted: unknown): Promise<StudyChoice> {
  const studies = (await listOwnStudies(db)).map((own) => own.study);
  const id = studyIdSchema.safeParse(wanted);
  const study =
    studies.find((candidate) => candidate.id === id.data) ??
    studies.find(({ runCount }) => runCount > 0) ??
    studies[0];
  return { studies, study };
}
