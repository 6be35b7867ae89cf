// A run summary for the tests of pure functions.
import {
  resolveConfig,
  runIdSchema,
  studyIdSchema,
  type RunConfig,
  type RunConfigInput,
} from '@starlab/experiment';
import type { RunSummary } from '@starlab/tracking';

const studyId = studyIdSchema.parse('00000000-0000-4000-8000-00000000aaaa');

/** One that Starlab trains itself. */
type OwnRun = Extract<RunSummary, { kind: 'starlab' }>;

/** A finished run of configuration F, with `changes`. */
export function exampleRun(changes: Partial<OwnRun> = {}): OwnRun {
  const config = changes.config ?? resolveConfig({ imageSize: 64, iterations: 1000 });
  return {
    id: runIdSchema.parse('00000000-0000-4000-8000-000000000001'),
    kind: 'starlab',
    name: 'run',
    studyId,
    studyName: 'demo',
    configuration: config.configuration,
    method: config.method,
    seed: config.seed,
    state: 'finished',
    reason: null,
    iterations: config.iterations,
    step: config.iterations,
    iterationsPerSecond: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: '2026-01-01T00:00:10.000Z',
    finishedAt: '2026-01-01T01:00:10.000Z',
    heartbeatAt: '2026-01-01T01:00:10.000Z',
    configSha256: '0'.repeat(64),
    config,
    heads: {},
    evaluations: [],
    attempt: 1,
    tags: [],
    note: null,
    archivedAt: null,
    ...changes,
  };
}

export function exampleConfig(input: RunConfigInput): RunConfig {
  return resolveConfig({ imageSize: 64, iterations: 1000, ...input });
}
