// Studies: runs that are compared with one another.
import { studyIdSchema, type ExternalConfig, type RunConfig, type StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';

export interface NewStudy {
  readonly name: string;
  readonly description?: string;
  readonly dataset: string;
  readonly domains: readonly string[];
  /** What the study's runs differ from. */
  readonly base: RunConfig | ExternalConfig;
}

/** The id of the study of this name; an existing one is left as it is. */
export async function createStudy(db: Database, study: NewStudy): Promise<StudyId> {
  // Not an upsert, which looks first and fails if another program creates the study in between.
  await db.prisma.study.createMany({
    data: [{ ...study, domains: [...study.domains], base: { ...study.base } }],
    skipDuplicates: true,
  });
  const { id } = await db.prisma.study.findUniqueOrThrow({
    where: { name: study.name },
    select: { id: true },
  });
  return studyIdSchema.parse(id);
}
