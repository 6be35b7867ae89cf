// Launching runs into the queue.
import { studySettings } from '@starlab/experiment';
import {
  listDatasets,
  listStudies,
  listStudyBases,
  listTrainingSpeeds,
  type Database,
} from '@starlab/tracking';
import { Suspense } from 'react';
import { configFields, fieldSections } from '@/features/launch/config-fields.ts';
import { LaunchForm, type KnownStudy } from '@/features/launch/launch-form.tsx';
import { ask } from '@/server/database.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';

export const metadata = { title: 'Launch' };

async function readLaunchPage(db: Database) {
  const [studies, bases, datasets, speeds] = await Promise.all([
    listStudies(db),
    listStudyBases(db),
    listDatasets(db),
    listTrainingSpeeds(db),
  ]);
  const own = studies.flatMap((study): KnownStudy[] => {
    const base = bases.get(study.id);
    return base ? [{ ...study, settings: studySettings(base) }] : [];
  });
  return { studies: own, datasets, speeds };
}

export default async function LaunchPage() {
  const answer = await ask(readLaunchPage);
  if (!answer.ok) return <DatabaseAway {...answer.away} />;
  return (
    <Suspense>
      <LaunchForm sections={fieldSections(configFields())} {...answer.value} />
    </Suspense>
  );
}
