// The runs.
import { configKeys, studyIdSchema } from '@starlab/experiment';
import { listExternalConfigKeys, listRunFacets, listStudies } from '@starlab/tracking';
import { Suspense } from 'react';
import { PAGE_SIZE } from '@/features/runs/found-runs.ts';
import { runSearch } from '@/features/runs/run-search.ts';
import { RunsView } from '@/features/runs/runs-view.tsx';
import { readTableState, searchAddress } from '@/features/runs/table-state.ts';
import { ask } from '@/server/database.ts';
import { findRuns } from '@/server/find-runs.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';

export const metadata = { title: 'Runs' };

interface RunsPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function RunsPage({ searchParams }: RunsPageProps) {
  const parameters = Object.entries(await searchParams).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  const state = readTableState(new URLSearchParams(parameters));
  const study = studyIdSchema.safeParse(state.study);
  const answer = await ask(async (db) => {
    const [found, facets, studies, externalKeys] = await Promise.all([
      findRuns(db, runSearch(state, { offset: 0, limit: PAGE_SIZE })),
      listRunFacets(db, study.success ? { studyId: study.data } : {}),
      listStudies(db),
      listExternalConfigKeys(db),
    ]);
    return {
      found,
      facets,
      studies: studies.map(({ id, name }) => ({ id, name })),
      configKeys: [...new Set([...configKeys, ...externalKeys])],
    };
  });
  if (!answer.ok) return <DatabaseAway {...answer.away} />;
  return (
    <Suspense>
      <RunsView initial={answer.value} search={searchAddress(state)} study={state.study} now={Date.now()} />
    </Suspense>
  );
}
