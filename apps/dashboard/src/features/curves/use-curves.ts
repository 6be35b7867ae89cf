// The curves of some runs in the browser: fetched once, continued by what is pushed, fetched finer where one zooms in.
'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { StepRange } from './axes.ts';
import { decodeCurves } from './curve-bytes.ts';
import { bucketsFor, detailWindow, serves, type DetailWindow } from './resolution.ts';
import {
  continueAll,
  fromWireSeries,
  refineSeries,
  type Series,
  type SeriesByName,
  type SeriesByRun,
  type WireSeries,
} from './series.ts';

/** Once this many raw points have been appended, the server is asked to merge them again. */
const APPENDED_BEFORE_REFETCH = 2_000;
/** A zoom or a pan under way is not asked about before it rests for so long. */
const REST_MS = 120;

interface CurvesQuestion {
  readonly runIds: readonly string[];
  readonly buckets: number;
  readonly range?: StepRange;
}

async function fetchCurves({ runIds, buckets, range }: CurvesQuestion): Promise<SeriesByRun> {
  if (runIds.length === 0) return new Map();
  const search = new URLSearchParams({ runs: runIds.join(','), buckets: String(buckets) });
  if (range) {
    search.set('from', String(range.from));
    search.set('to', String(range.to));
  }
  const response = await fetch(`/api/curves?${search.toString()}`);
  if (!response.ok) {
    const { message } = (await response.json()) as { message: string };
    throw new Error(message);
  }
  return decodeCurves(await response.arrayBuffer());
}

export interface Curves {
  readonly runIds: readonly string[];
  /** undefined until the first answer. */
  readonly series: SeriesByRun | undefined;
  readonly error: string | undefined;
  append(runId: string, pushed: readonly WireSeries[]): void;
  /** Fetches everything anew, as after a resumed attempt. */
  reload(): void;
}

/** `known` with what was pushed about runs since it was asked for. */
function continueRuns(known: SeriesByRun, pushed: ReadonlyMap<string, readonly Series[]>): SeriesByRun {
  const merged = new Map(known);
  for (const [runId, newer] of pushed) {
    merged.set(runId, continueAll(merged.get(runId) ?? new Map<string, Series>(), newer));
  }
  return merged;
}

/** @param runIds at most 50 */
export function useCurves(runIds: readonly string[]): Curves {
  const [series, setSeries] = useState<SeriesByRun>();
  const [error, setError] = useState<string>();
  const [round, setRound] = useState(0);
  const [appended, setAppended] = useState(0);
  /** Pushed since the latest request was sent: its answer may lack them. */
  const pushedSince = useRef(new Map<string, Series[]>());
  const key = runIds.join(',');

  useEffect(() => {
    let wanted = true;
    pushedSince.current = new Map();
    const ids = key === '' ? [] : key.split(',');
    fetchCurves({ runIds: ids, buckets: bucketsFor(ids.length) }).then(
      (fetched) => {
        if (!wanted) return;
        setError(undefined);
        setAppended(0);
        setSeries(continueRuns(fetched, pushedSince.current));
      },
      (reason: unknown) => {
        if (wanted) setError(reason instanceof Error ? reason.message : String(reason));
      },
    );
    return () => {
      wanted = false;
    };
  }, [key, round]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const append = useCallback((runId: string, pushed: readonly WireSeries[]) => {
    if (pushed.length === 0) return;
    const newer = pushed.map(fromWireSeries);
    const since = pushedSince.current;
    since.set(runId, [...(since.get(runId) ?? []), ...newer]);
    setSeries((known) => known && continueRuns(known, new Map([[runId, newer]])));
    setAppended((n) => n + Math.max(...pushed.map((wire) => wire.steps.length)));
  }, []);

  if (appended > APPENDED_BEFORE_REFETCH) {
    setAppended(0);
    setRound(round + 1);
  }
  return { runIds, series, error, append, reload };
}

function refineRuns(coarse: SeriesByRun, detail: SeriesByRun): SeriesByRun {
  return new Map(
    [...coarse].map(([runId, byName]): [string, SeriesByName] => {
      const finer = detail.get(runId);
      const refined = [...byName].map(([name, series]): [string, Series] => {
        const part = finer?.get(name);
        return [name, part ? refineSeries(series, part) : series];
      });
      return [runId, new Map(refined)];
    }),
  );
}

/**
 * The curves, refined to the pixels' resolution around `zoom`. While a finer answer is on its way, what is known stays in
 * sight; a pan within the fetched surroundings asks nothing.
 */
export function useRefined(curves: Curves, zoom: StepRange | undefined): SeriesByRun | undefined {
  const { runIds, series } = curves;
  const [detail, setDetail] = useState<{ key: string; window: DetailWindow; series: SeriesByRun }>();
  const key = runIds.join(',');
  const held = detail?.key === key ? detail : undefined;
  const from = zoom?.from;
  const to = zoom?.to;
  const served = held !== undefined && zoom !== undefined && serves(held.window, zoom);

  useEffect(() => {
    if (from === undefined || to === undefined || served) return;
    let wanted = true;
    const window = detailWindow({ from, to });
    const timer = setTimeout(() => {
      const ids = key === '' ? [] : key.split(',');
      const buckets = bucketsFor(ids.length) * window.lengths;
      fetchCurves({ runIds: ids, buckets, range: window }).then(
        (fetched) => {
          if (wanted) setDetail({ key, window, series: fetched });
        },
        () => undefined, // the coarse curves stay in sight
      );
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key, from, to, served]);

  const finer = zoom === undefined ? undefined : held?.series;
  return useMemo(() => (series && finer ? refineRuns(series, finer) : series), [series, finer]);
}
