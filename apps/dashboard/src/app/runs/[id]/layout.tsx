// Answers 404 for a run there is not, before the page begins to stream: afterwards the status can no longer be changed.
import { runIdSchema } from '@starlab/experiment';
import { runExists } from '@starlab/tracking';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { ask } from '@/server/database.ts';

interface RunLayoutProps {
  readonly children: ReactNode;
  readonly params: Promise<{ readonly id: string }>;
}

export default async function RunLayout({ children, params }: RunLayoutProps) {
  const id = runIdSchema.safeParse((await params).id);
  if (!id.success) notFound();
  const answer = await ask((db) => runExists(db, id.data));
  // While the database is away the page says so.
  if (answer.ok && !answer.value) notFound();
  return children;
}
