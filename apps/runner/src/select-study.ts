// Which study a command means: by name or id, archived ones too.
import { nearestName, StarlabError } from '@starlab/experiment';
import { listStudies, type Database, type StudySummary } from '@starlab/tracking';

/** @throws StarlabError with the nearest name if there is none of this. */
export async function selectStudy(db: Database, name: string): Promise<StudySummary> {
  const studies = await listStudies(db, { archived: true });
  const study = studies.find((candidate) => candidate.name === name || candidate.id === name);
  if (study) return study;
  const nearest = nearestName(
    name,
    studies.map((candidate) => candidate.name),
  );
  throw new StarlabError(`No study "${name}".`, {
    remedy: nearest ? `Did you mean "${nearest}"?` : '`starlab study list` lists what there is.',
  });
}
