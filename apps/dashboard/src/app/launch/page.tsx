// Launching runs into the queue.
import { listDatasets, listStudies, listTrainingSpeeds, type Database } from '@starlab/tracking';
import { Suspense } from 'react';
import { configFields, fieldSections } from '@/features/launch/config-fields.ts';
import { LaunchForm } from '@/features/launch/launch-form.tsx';
import { ask } from '@/server/database.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';

export const metadata = { title: 'Launch' };

async function readLaunchPage(db: Database) {
  const [studies, datasets, speeds] = await Promise.all([
    listStudies(db),
    listDatasets(db),
    listTrainingSpeeds(db),
  ]);
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
