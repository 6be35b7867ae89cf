// The runs' losses around one step, asked for once the slider rests.
'use client';

import type { LossesAt } from '@starlab/tracking';
import { useEffect, useState } from 'react';

const REST_MS = 120;

export interface LossQuestion {
  readonly runIds: readonly string[];
  readonly step: number;
  readonly window: number;
}

interface LossAnswer {
  /** Of the latest question answered; stays in sight until the next is. */
  readonly losses: readonly LossesAt[] | undefined;
  readonly error: string | undefined;
}

async function fetchLosses(search: string): Promise<LossesAt[]> {
  const response = await fetch(`/api/losses?${search}`);
  if (!response.ok) throw new Error(((await response.json()) as { message: string }).message);
  return (await response.json()) as LossesAt[];
}

export function useLossesAt({ runIds, step, window }: LossQuestion): LossAnswer {
  const [answer, setAnswer] = useState<LossAnswer>({ losses: undefined, error: undefined });
  const search = new URLSearchParams({
    runs: runIds.join(','),
    step: String(step),
    window: String(window),
  }).toString();
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      fetchLosses(search).then(
        (losses) => {
          if (wanted) setAnswer({ losses, error: undefined });
        },
        (reason: unknown) => {
          if (wanted)
            setAnswer({
              losses: undefined,
              error: reason instanceof Error ? reason.message : String(reason),
            });
        },
      );
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [search]);
  return answer;
}
