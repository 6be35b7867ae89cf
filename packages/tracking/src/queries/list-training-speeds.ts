// How long does an iteration take? From the time between the beginning of an attempt and its last checkpoint, so that reading
// pictures and compiling count and the evaluation does not.
import type { RunConfig, RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';

export interface TrainingSpeed {
  readonly runId: RunId;
  readonly name: string;
  /** The machine's name. */
  readonly host: string;
  readonly config: RunConfig;
  readonly secondsPerIteration: number;
}

const RUNS_CONSIDERED = 500;

interface SpeedRow {
  id: RunId;
  name: string;
  host: string;
  config: RunConfig;
  seconds_per_iteration: number;
}

/** Newest first; of each run its longest attempt. */
export async function listTrainingSpeeds(db: Database): Promise<TrainingSpeed[]> {
  const { rows } = await db.pool.query<SpeedRow>(
    `SELECT run.id, run.name, longest.host, run.config, longest.seconds / longest.iterations AS seconds_per_iteration
     FROM run
     CROSS JOIN LATERAL (
       SELECT attempt.host, extract(epoch FROM max(checkpoint.created_at) - attempt.started_at)::float8 AS seconds,
              max(checkpoint.step) - attempt.first_step + 1 AS iterations
       FROM attempt JOIN checkpoint ON checkpoint.run_id = attempt.run_id AND checkpoint.attempt = attempt.number
       WHERE attempt.run_id = run.id AND attempt.first_step IS NOT NULL
       GROUP BY attempt.number, attempt.host, attempt.started_at, attempt.first_step
       ORDER BY iterations DESC LIMIT 1
     ) AS longest
     WHERE longest.iterations > 0 AND longest.seconds > 0
     ORDER BY run.created_at DESC LIMIT ${RUNS_CONSIDERED}`,
  );
  return rows.map(({ id, host, seconds_per_iteration, ...row }) => ({
    ...row,
    runId: id,
    host: host.split(' ')[0] ?? host,
    secondsPerIteration: seconds_per_iteration,
  }));
}
