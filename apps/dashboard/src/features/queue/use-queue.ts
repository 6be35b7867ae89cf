// The queue's contents, asked for anew when a run changes, and now and then for the workers' heartbeats.
'use client';

import type { QueueContents } from '@starlab/tracking';
import { useCallback, useEffect, useState } from 'react';
import { useEvents, type Connection } from '@/ui/use-events.ts';

const HEARTBEAT_REFRESH_MS = 3_000;

export function useQueue(initial: QueueContents): {
  contents: QueueContents;
  connection: Connection;
  refresh: () => Promise<void>;
} {
  const [contents, setContents] = useState(initial);
  const refresh = useCallback(async () => {
    const answer = await fetch('/api/queue').catch(() => undefined);
    if (answer?.ok) setContents((await answer.json()) as QueueContents);
  }, []);
  const connection = useEvents('/api/live', () => void refresh());
  useEffect(() => {
    const timer = setInterval(() => void refresh(), HEARTBEAT_REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return { contents, connection, refresh };
}
