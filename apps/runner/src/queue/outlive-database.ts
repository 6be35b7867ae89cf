// What a worker asks of the database while that is away, as when its server starts anew: it is asked again until it is back.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '@starlab/tracking';

const RETRY_MS = 1_000;

export interface OutliveOptions {
  /** Aborted: the next failure is the last. */
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
  readonly retryMs?: number;
}

/** @throws whatever `ask` does that is not about the connection; that too, once the signal is aborted. */
export async function outliveDatabase<Answer>(
  ask: () => Promise<Answer>,
  { signal, onWarning, retryMs = RETRY_MS }: OutliveOptions,
): Promise<Answer> {
  for (let failures = 0; ; failures++) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || !isDatabaseAway(error)) throw error;
      if (failures === 0)
        onWarning(`The database is away (${String(error)}); it is asked again until it is back.`);
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
