// Launching runs into the queue.
import { studySettings } from '@starlab/experiment';
import { listDatasets, listTrainingSpeeds, type Database } from '@starlab/tracking';
import { Suspense } from 'react';
import { configFields, fieldSections } from '@/features/launch/config-fields.ts';
import { LaunchForm } from '@/features/launch/launch-form.tsx';
import { ask } from '@/server/database.ts';
import { listOwnStudies } from '@/server/own-studies.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';

export const metadata = { title: 'Launch' };

async function readLaunchPage(db: Database) {
  const [own, datasets, speeds] = await Promise.all([
    listOwnStudies(db),
    listDatasets(db),
    listTrainingSpeeds(db),
  ]);
  const studies = own.map(({ study, base }) => ({ ...study, settings: studySettings(base) }));
  return { studies, datasets, speeds };
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
