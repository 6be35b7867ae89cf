// Which studies are there?
import { studyIdSchema } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { StudySummary } from '../results.ts';

/** Newest first; archived ones only where `archived` asks for them too. */
export async function listStudies(
  db: Database,
  options: { readonly archived?: boolean } = {},
): Promise<StudySummary[]> {
  const studies = await db.prisma.study.findMany({
    where: options.archived ? {} : { archivedAt: null },
    include: { _count: { select: { runs: true } } },
    orderBy: { createdAt: 'desc' },
  });
  return studies.map((study) => ({
    id: studyIdSchema.parse(study.id),
    name: study.name,
    description: study.description,
    dataset: study.dataset,
    domains: study.domains,
    runCount: study._count.runs,
    createdAt: study.createdAt.toISOString(),
  }));
}
