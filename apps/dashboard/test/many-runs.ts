// Thousands of finished runs in one statement each: for what only shows with many. A seeded run is the pattern; seeds, one
// weight, last values and figures differ.
import type { RunId } from '@starlab/experiment';
import type { Database } from '@starlab/tracking';

/** The run's name: `many-0001` and so on, the last one the newest. */
export async function seedManyRuns(db: Database, pattern: RunId, count: number): Promise<void> {
  await db.pool.query(
    `INSERT INTO run (id, study_id, name, config, config_sha256, method, configuration, seed, domains, dataset_path,
                      dataset_sha256, command, environment, git, state, attempt, created_at, started_at, finished_at)
     SELECT gen_random_uuid(), study_id, 'many-' || to_char(i, 'FM0000'),
            config || jsonb_build_object('seed', i, 'lambdaDs', (i % 5) * 0.5::float8, 'lambdaCyc', 1 + i % 3),
            config_sha256, method, configuration, i, domains, dataset_path, dataset_sha256, command, environment, git,
            CASE WHEN i % 50 = 0 THEN 'failed' ELSE 'finished' END::run_state, 1,
            now() - ($2 - i) * interval '1 minute', now() - ($2 - i) * interval '1 minute',
            now() - ($2 - i - 30) * interval '1 minute'
     FROM run, generate_series(1, $2) AS i WHERE run.id = $1`,
    [pattern, count],
  );
  await db.pool.query(
    `INSERT INTO attempt (run_id, number, state, host, pid, first_step, last_step)
     SELECT id, 1, state, 'example', 1, 5, 2000 FROM run WHERE name LIKE 'many-%'`,
  );
  await db.pool.query(
    `INSERT INTO series (run_id, name, points, last_attempt, last_seq, last_step, last_value)
     SELECT run.id, series.name, series.points, 1, series.last_seq, 2000, series.last_value * (1 + run.seed % 100 / 100.0)
     FROM run, series WHERE run.name LIKE 'many-%' AND series.run_id = $1`,
    [pattern],
  );
  await db.pool.query(
    `INSERT INTO evaluation (run_id, attempt, seq, metric, mode, feature_set, step, mean, fingerprint, fingerprint_sha256,
                             created_at)
     SELECT run.id, 1, seq, metric, mode, feature_set, step, mean * (1 + run.seed % 100 / 100.0), fingerprint,
            fingerprint_sha256, now()
     FROM run, evaluation WHERE run.name LIKE 'many-%' AND evaluation.run_id = $1`,
    [pattern],
  );
  await db.pool.query('ANALYZE run, attempt, series, evaluation');
}
