// The curves of one run in the browser: fetched once, continued by what is pushed, fetched finer when zoomed.
'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { StepRange } from './axes.ts';
import { continueAll, fromWireSeries, type Series, type SeriesByName, type WireSeries } from './series.ts';

/** Points a chart can use: about one for every two pixels of a large panel. */
const BUCKETS = 512;
/** Once this many raw points have been appended, the server is asked to merge them again. */
const APPENDED_BEFORE_REFETCH = 2_000;

async function fetchCurves(runId: string, range?: StepRange): Promise<SeriesByName> {
  const search = new URLSearchParams({ buckets: String(BUCKETS) });
  if (range) {
    search.set('from', String(range.from));
    search.set('to', String(range.to));
  }
  const response = await fetch(`/api/runs/${runId}/curves?${search.toString()}`);
  if (!response.ok) {
    const { message } = (await response.json()) as { message: string };
    throw new Error(message);
  }
  const wire = (await response.json()) as WireSeries[];
  return new Map(wire.map((series) => [series.name, fromWireSeries(series)]));
}

export interface Curves {
  /** undefined until the first answer. */
  readonly series: SeriesByName | undefined;
  readonly error: string | undefined;
  append(pushed: readonly WireSeries[]): void;
  /** Fetches everything anew, as after a resumed attempt. */
  reload(): void;
}

export function useCurves(runId: string): Curves {
  const [series, setSeries] = useState<SeriesByName>();
  const [error, setError] = useState<string>();
  const [round, setRound] = useState(0);
  const [appended, setAppended] = useState(0);
  /** Pushed since the latest request was sent: its answer may lack them. */
  const pushedSince = useRef<Series[]>([]);

  useEffect(() => {
    let wanted = true;
    pushedSince.current = [];
    fetchCurves(runId).then(
      (fetched) => {
        if (!wanted) return;
        setError(undefined);
        setAppended(0);
        setSeries(continueAll(fetched, pushedSince.current));
      },
      (reason: unknown) => {
        if (wanted) setError(reason instanceof Error ? reason.message : String(reason));
      },
    );
    return () => {
      wanted = false;
    };
  }, [runId, round]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const append = useCallback((pushed: readonly WireSeries[]) => {
    if (pushed.length === 0) return;
    const newer = pushed.map(fromWireSeries);
    pushedSince.current.push(...newer);
    setSeries((known) => known && continueAll(known, newer));
    setAppended((n) => n + Math.max(...pushed.map((wire) => wire.steps.length)));
  }, []);

  if (appended > APPENDED_BEFORE_REFETCH) {
    setAppended(0);
    setRound(round + 1);
  }
  return { series, error, append, reload };
}

/** The curves within `range` at their own resolution, or undefined until they are there. */
export function useDetail(runId: string, range: StepRange | undefined): SeriesByName | undefined {
  const [detail, setDetail] = useState<{ key: string; series: SeriesByName }>();
  const from = range?.from;
  const to = range?.to;
  const key = `${runId} ${from} ${to}`;
  useEffect(() => {
    if (from === undefined || to === undefined) return;
    let wanted = true;
    fetchCurves(runId, { from, to }).then(
      (series) => {
        if (wanted) setDetail({ key, series });
      },
      () => undefined, // the coarse curves stay in sight
    );
    return () => {
      wanted = false;
    };
  }, [runId, from, to, key]);
  return range && detail?.key === key ? detail.series : undefined;
}
