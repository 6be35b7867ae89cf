// The runs.
import { listRuns } from '@starlab/tracking';
import { Suspense } from 'react';
import { RunsView } from '@/features/runs/runs-view.tsx';
import { ask } from '@/server/database.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';

export const metadata = { title: 'Runs' };

export default async function RunsPage() {
  const answer = await ask((db) => listRuns(db));
  if (!answer.ok) return <DatabaseAway {...answer.away} />;
  return (
    <Suspense>
      <RunsView initialRuns={answer.value} now={Date.now()} />
    </Suspense>
  );
}
