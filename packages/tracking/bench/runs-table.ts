// How fast is a page of the runs table found among thousands of runs, filtered and sorted?
import { searchRuns, type Database, type RunSearch } from '../src/index.ts';
import { createTestRun } from '../src/testing.ts';
import { time } from './measure.ts';

/** Copies one run's row, with heads and evaluations of its own. */
async function populate(db: Database, runs: number, series: number): Promise<void> {
  const runId = await createTestRun(db, { studyName: 'table', config: { seed: 1 } });
  await db.pool.query(
    `INSERT INTO run (id, study_id, name, config, config_sha256, method, configuration, seed, domains, dataset_path,
                      dataset_sha256, command, environment, state, attempt, tags)
     SELECT gen_random_uuid(), study_id, 'F-' || i,
            config || jsonb_build_object('seed', i, 'lambdaDs', i % 7, 'learningRate', 1e-4 * (1 + i % 5)),
            config_sha256, method, configuration, i, domains, dataset_path, dataset_sha256, command, environment,
            (ARRAY['finished', 'failed', 'crashed', 'killed'])[1 + i % 4]::run_state, 1,
            CASE WHEN i % 10 = 0 THEN ARRAY['paper'] ELSE '{}' END
     FROM run CROSS JOIN generate_series(2, $2::int) AS i WHERE id = $1`,
    [runId, runs],
  );
  await db.pool.query(
    `INSERT INTO series (run_id, name, points, last_attempt, last_seq, last_step, last_value)
     SELECT run.id, 'term ' || i, 1000, 1, 1000, 1000, random()
     FROM run JOIN study ON study.id = study_id CROSS JOIN generate_series(1, $1::int) AS i WHERE study.name = 'table'
     ORDER BY run.number, i`,
    [series],
  );
  await db.pool.query(
    `INSERT INTO evaluation (run_id, attempt, seq, metric, mode, feature_set, step, mean, fingerprint, fingerprint_sha256,
                             created_at)
     SELECT run.id, 1, 2000 + step, 'fid', 'latent', 'demo', step, 100 * random(), '{}', '', now()
     FROM run JOIN study ON study.id = study_id CROSS JOIN (VALUES (500), (1000)) AS at (step)
     WHERE study.name = 'table'`,
  );
  await db.pool.query('VACUUM ANALYZE');
}

const bySeries = { kind: 'series', name: 'term 7' } as const;
const searches = {
  newest: {},
  sortedByLastValue: { sort: { column: bySeries, descending: false } },
  sortedAndFiltered: {
    states: ['finished', 'killed'],
    filters: [
      { column: { kind: 'config', key: 'lambdaDs' }, operator: '>=', value: 3 },
      { column: { kind: 'series', name: 'term 9' }, operator: '<', value: 0.5 },
    ],
    sort: {
      column: { kind: 'evaluation', metric: 'fid', mode: 'latent', featureSet: 'demo' },
      descending: false,
    },
  },
  words: { text: 'paper f-1', sort: { column: bySeries, descending: true } },
} as const satisfies Record<string, RunSearch>;

export async function benchRunsTable(db: Database, options: { runs: number; rounds: number }) {
  const series = 30;
  await populate(db, options.runs, series);
  const milliseconds: Record<string, unknown> = {};
  for (const [name, search] of Object.entries(searches)) {
    milliseconds[name] = await time(options.rounds, () => searchRuns(db, search));
  }
  return { runs: options.runs, seriesARun: series, rowsAPage: 100, milliseconds };
}
