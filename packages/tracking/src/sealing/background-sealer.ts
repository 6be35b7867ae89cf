// Seals a run while it grows, in its own process: whole chunks whenever there are some, the rest at the end. It is nobody's
// duty in particular: what a killed process leaves, `sealAbandoned` takes up.
import type { RunId } from '@starlab/experiment';
import { messageOf } from '../database/connection-error.ts';
import { createPool } from '../database/open-database.ts';
import { CHUNK_POINTS } from './chunk.ts';
import { sealRun } from './seal-run.ts';

/**
 * Fast runs are sealed about so often: many chunks at a time touch each rollup once. Each wait is up to half longer or shorter,
 * lest runs that began together take the machine together.
 */
const INTERVAL_MS = 3_000;

export interface BackgroundSealer {
  /** Tells that the database has taken so many more log calls. */
  stored(rows: number): void;
  /** @param all whether to seal the rest of the run as well. */
  close(all: boolean): Promise<void>;
}

export function startBackgroundSealer(options: {
  /** Of the database. */
  readonly url: string;
  readonly runId: RunId;
  readonly onWarning: (message: string) => void;
}): BackgroundSealer {
  const { url, runId, onWarning } = options;
  // Out of a pool it shares with batches, it would take the connection of the next one, which would wait for another to be opened.
  const pool = createPool(url, 1);
  let unsealed = 0;
  let timer: NodeJS.Timeout | undefined;
  let sealing: Promise<void> | undefined;

  async function seal(scope: 'whole chunks' | 'everything'): Promise<void> {
    try {
      unsealed = 0;
      await sealRun(pool, runId, scope);
    } catch (error) {
      // The values are safe where they are; the next round takes them too.
      onWarning(`Values of the run could not be sealed yet (${messageOf(error)}).`);
    }
  }

  return {
    stored(rows) {
      unsealed += rows;
      if (unsealed < CHUNK_POINTS || timer || sealing) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          sealing = seal('whole chunks').finally(() => {
            sealing = undefined;
          });
        },
        INTERVAL_MS * (0.5 + Math.random()),
      );
      timer.unref();
    },
    async close(all) {
      clearTimeout(timer);
      await sealing;
      if (all) await seal('everything');
      await pool.end();
    },
  };
}
