// Asks for the page's data anew when one of its runs changes: pushed, and at most every few seconds.
'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { ConnectionMark } from '@/ui/connection-mark.tsx';
import type { LiveNews } from '@/ui/live-news.ts';
import { useEvents } from '@/ui/use-events.ts';

const REFRESH_INTERVAL_MS = 3_000;

/** Whose changes matter: those of a study, or of some runs. */
type LiveRefreshProps = { readonly studyId: string } | { readonly runIds: readonly string[] };

export function LiveRefresh(props: LiveRefreshProps) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const connection = useEvents<LiveNews>(
    '/api/live',
    (run) => {
      const concerned =
        // Whose the deleted run was, nobody can say any more.
        'gone' in run || ('runIds' in props ? props.runIds.includes(run.id) : run.studyId === props.studyId);
      if (!concerned || timer.current !== undefined) return;
      timer.current = setTimeout(() => {
        timer.current = undefined;
        router.refresh();
      }, REFRESH_INTERVAL_MS);
    },
    () => router.refresh(),
  );
  return <ConnectionMark connection={connection} />;
}
