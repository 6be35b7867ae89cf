// Stands where a page could not be read, and asks for it anew once the database answers.
'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { ConnectionMark } from './connection-mark.tsx';
import { useEvents } from './use-events.ts';

export function ReturnWhenBack() {
  const router = useRouter();
  const connection = useEvents('/api/live', () => {});
  useEffect(() => {
    if (connection === 'live') router.refresh();
  }, [connection, router]);
  return <ConnectionMark connection={connection} />;
}
