import type { StudyId } from '@starlab/experiment';
import type { AblationTable } from '../results.ts';
import type { Database } from '../database/open-database.ts';
export async function ablationTable(
  _db: Database,
  _options: { readonly studyId: StudyId },
): Promise<AblationTable> {
  throw new Error('in the making');
}
