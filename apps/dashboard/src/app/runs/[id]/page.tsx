// One run.
import { runIdSchema } from '@starlab/experiment';
import {
  getRun,
  listCheckpoints,
  listEvaluations,
  listSamples,
  readLogLines,
  type Database,
} from '@starlab/tracking';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import type { RunPageData } from '@/features/run/run-update.ts';
import { RunView } from '@/features/run/run-view.tsx';
import { ask } from '@/server/database.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';

interface RunPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

/** So many log lines come with the page; the stream brings the rest. */
const FIRST_LINES = 2_000;

async function readRunPage(db: Database, id: string): Promise<RunPageData | undefined> {
  const runId = runIdSchema.safeParse(id);
  if (!runId.success) return undefined;
  const run = await getRun(db, runId.data);
  if (!run) return undefined;
  const [samples, evaluations, checkpoints, lines] = await Promise.all([
    listSamples(db, run.id),
    listEvaluations(db, run.id),
    listCheckpoints(db, run.id),
    readLogLines(db, { runId: run.id, limit: FIRST_LINES }),
  ]);
  return { run, samples, evaluations, checkpoints, lines };
}

export async function generateMetadata({ params }: RunPageProps): Promise<Metadata> {
  const id = runIdSchema.safeParse((await params).id);
  if (!id.success) return {};
  const answer = await ask((db) => getRun(db, id.data));
  return answer.ok && answer.value ? { title: answer.value.name } : {};
}

export default async function RunPage({ params }: RunPageProps) {
  const { id } = await params;
  const answer = await ask((db) => readRunPage(db, id));
  if (!answer.ok) return <DatabaseAway {...answer.away} />;
  if (!answer.value) notFound();
  return (
    <Suspense>
      <RunView initial={answer.value} now={Date.now()} />
    </Suspense>
  );
}
