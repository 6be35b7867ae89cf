// The runs of the table, kept up to date by what the server pushes.
'use client';

import type { RunSummary } from '@starlab/tracking';
import { useState } from 'react';
import { useEvents, type Connection } from '@/ui/use-events.ts';
import { withChangedRun } from './rows.ts';

export function useLiveRuns(initial: readonly RunSummary[]): {
  runs: readonly RunSummary[];
  connection: Connection;
} {
  const [runs, setRuns] = useState(initial);
  const connection = useEvents<RunSummary>('/api/live', (changed) => {
    setRuns((known) => withChangedRun(known, changed));
  });
  return { runs, connection };
}
