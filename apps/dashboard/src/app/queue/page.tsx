// The queue: what waits, what runs, and who works.
import { readQueue } from '@starlab/tracking';
import { QueueView } from '@/features/queue/queue-view.tsx';
import { ask } from '@/server/database.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';

export const metadata = { title: 'Queue' };

export default async function QueuePage() {
  const answer = await ask(readQueue);
  if (!answer.ok) return <DatabaseAway {...answer.away} />;
  return <QueueView initial={answer.value} now={Date.now()} />;
}
