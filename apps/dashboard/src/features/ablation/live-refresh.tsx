// Asks for the page's data anew when a run of the study ends or is evaluated: pushed, and at most every few seconds.
'use client';

import type { RunSummary } from '@starlab/tracking';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { ConnectionMark } from '@/ui/connection-mark.tsx';
import { useEvents } from '@/ui/use-events.ts';

const REFRESH_INTERVAL_MS = 3_000;

export function LiveRefresh({ studyId }: { readonly studyId: string }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const connection = useEvents<RunSummary>('/api/live', (run) => {
    if (run.studyId !== studyId || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      router.refresh();
    }, REFRESH_INTERVAL_MS);
  });
  return <ConnectionMark connection={connection} />;
}
