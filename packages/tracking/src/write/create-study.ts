// Studies: runs that are compared with one another.
import { studyIdSchema, type RunConfig, type StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';

export interface NewStudy {
  readonly name: string;
  readonly description?: string;
  readonly dataset: string;
  readonly domains: readonly string[];
  /** What the study's runs differ from. */
  readonly base: RunConfig;
}

/** The id of the study of this name; an existing one is left as it is. */
export async function createStudy(db: Database, study: NewStudy): Promise<StudyId> {
  const { id } = await db.prisma.study.upsert({
    where: { name: study.name },
    update: {},
    create: { ...study, domains: [...study.domains], base: { ...study.base } },
    select: { id: true },
  });
  return studyIdSchema.parse(id);
}
