// The runs of the table: the pages in sight are read from the server, and what it pushes is put in its place. After news the
// page in sight is read again, since a run may have moved, appeared or no longer fit.
'use client';

import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { LiveNews } from '@/ui/live-news.ts';
import { useEvents, type Connection } from '@/ui/use-events.ts';
import { fetchPage } from './fetch-found.ts';
import {
  firstPage,
  missingPages,
  PAGE_SIZE,
  withChangedRun,
  withPage,
  type FoundList,
  type SearchedRuns,
} from './found-runs.ts';

/** News of many runs are answered by one reading. */
const REREAD_MS = 3_000;
/** A word being typed is not searched for letter by letter. */
const TYPING_MS = 150;

export interface FoundRunsView {
  readonly list: FoundList;
  /** Whether the list is still that of an earlier search. */
  readonly searching: boolean;
  readonly error: string | undefined;
  readonly connection: Connection;
  /** Grows with every reading caused by news. */
  readonly round: number;
  /** Tells which positions are in sight. */
  readonly show: (from: number, to: number) => void;
  /** Reads everything in sight again, as after an action. */
  readonly reread: () => void;
}

export function useFoundRuns(
  search: string,
  initial: { search: string; found: SearchedRuns },
): FoundRunsView {
  const [held, setHeld] = useState({ search: initial.search, list: firstPage(initial.found) });
  const [error, setError] = useState<string>();
  const [round, setRound] = useState(0);
  const [sight, setSight] = useState({ from: 0, to: PAGE_SIZE });
  const asked = useRef(new Set<string>());
  const searching = held.search !== search;

  const read = useEffectEvent(async (wanted: string, offset: number): Promise<void> => {
    const question = `${wanted} ${offset}`;
    if (asked.current.has(question)) return;
    asked.current.add(question);
    try {
      const page = await fetchPage(wanted, offset);
      setError(undefined);
      setHeld((known) => {
        if (known.search === wanted) return { search: wanted, list: withPage(known.list, offset, page) };
        return offset === 0 ? { search: wanted, list: firstPage(page) } : known;
      });
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    } finally {
      asked.current.delete(question);
    }
  });

  useEffect(() => {
    if (!searching) return;
    const timer = setTimeout(() => void read(search, 0), TYPING_MS);
    return () => clearTimeout(timer);
  }, [search, searching]);

  useEffect(() => {
    if (searching) return;
    for (const offset of missingPages(held.list, sight.from, sight.to)) void read(search, offset);
  }, [held, search, searching, sight]);

  const rereadSight = useEffectEvent(() => {
    setRound((n) => n + 1);
    for (
      let offset = Math.floor(sight.from / PAGE_SIZE) * PAGE_SIZE;
      offset < sight.to;
      offset += PAGE_SIZE
    ) {
      void read(search, offset);
    }
  });
  const [wantsReread, setWantsReread] = useState(false);
  useEffect(() => {
    if (!wantsReread) return;
    const timer = setTimeout(() => {
      setWantsReread(false);
      rereadSight();
    }, REREAD_MS);
    return () => clearTimeout(timer);
  }, [wantsReread]);

  const connection = useEvents<LiveNews>(
    '/api/live',
    (changed) => {
      if (!('gone' in changed)) setHeld((known) => ({ ...known, list: withChangedRun(known.list, changed) }));
      setWantsReread(true);
    },
    () => {
      if (searching) void read(search, 0);
      else rereadSight();
    },
  );
  const [asks, setAsks] = useState(0);
  useEffect(() => {
    if (asks > 0) rereadSight();
  }, [asks]);

  const show = useCallback(
    (from: number, to: number) =>
      setSight((known) => (known.from === from && known.to === to ? known : { from, to })),
    [],
  );
  const reread = useCallback(() => setAsks((n) => n + 1), []);
  return { list: held.list, searching, error, connection, round, show, reread };
}
