// Runs that another program trains and only logs here. It names its study, says what it likes of its configuration, and each of
// its processes begins an attempt.
import { createHash } from 'node:crypto';
import {
  flattenConfig,
  runIdSchema,
  StarlabError,
  type ExternalConfig,
  type RunId,
  type RunState,
} from '@starlab/experiment';
import { z } from 'zod';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import type { GitState, JsonObject } from '../results.ts';
import { createStudy } from '../write/create-study.ts';
import { recordAttempt } from '../write/record-attempt.ts';
import { checkTransition } from '../write/run-state.ts';

export interface NewExternalRun {
  /** Name of its study, made if there is none. */
  readonly study: string;
  readonly name: string;
  /** What trains, in its own words, e.g. `CycleGAN`. */
  readonly method: string;
  /** Of any shape; kept flat, `optimizer.lr`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** @default `seed` of the configuration if that is one, or 0 */
  readonly seed?: number | undefined;
  /** Its command line. */
  readonly command: string;
  readonly environment: JsonObject;
  readonly git: GitState | null;
  /** Where its pictures are, in its own words. */
  readonly dataset: string;
}

/** By it, repetitions are grouped: the seed does not count. */
function configSha256(method: string, config: ExternalConfig): string {
  const entries = Object.entries(config).filter(([key]) => key !== 'seed');
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([method, sorted]))
    .digest('hex');
}

/** What the database can keep as a seed: an unsigned 32-bit number. */
const seedSchema = z.int().min(0).max(0xffffffff);

/** The seed that a configuration names, or 0. */
function seedOf(config: ExternalConfig): number {
  const named = seedSchema.safeParse(config['seed']);
  return named.success ? named.data : 0;
}

/** A queued run that no worker takes. */
export async function createExternalRun(db: Database, run: NewExternalRun): Promise<RunId> {
  const config = flattenConfig(run.config);
  const studyId = await createStudy(db, {
    name: run.study,
    dataset: run.dataset,
    domains: [],
    base: config,
  });
  const { id } = await db.prisma.run.create({
    data: {
      kind: 'external',
      studyId,
      name: run.name,
      config: { ...config },
      configSha256: configSha256(run.method, config),
      method: run.method,
      configuration: null,
      seed: run.seed ?? seedOf(config),
      domains: [],
      datasetPath: run.dataset,
      datasetSha256: null,
      command: run.command,
      environment: { ...run.environment },
      ...(run.git ? { git: { ...run.git } } : {}),
    },
    select: { id: true },
  });
  return runIdSchema.parse(id);
}

/** Not a name that a machine of ours has, so that nobody looks for the process here. */
const foreignHost = (host: string): string => `${host} (external)`;

/**
 * Begins the next attempt; the one before, if it is still open, counts as crashed.
 * @returns its number.
 * @throws StarlabError if the run is unknown, finished, or Starlab's own.
 */
export function beginExternalAttempt(
  db: Database,
  begun: {
    readonly runId: RunId;
    readonly host: string;
    readonly pid: number;
    /** When it began, if not now. */
    readonly startedAt?: Date;
  },
): Promise<number> {
  const { runId, host, pid, startedAt } = begun;
  return inTransaction(db.pool, async (client) => {
    const { rows } = await client.query<{ name: string; kind: string; state: RunState; attempt: number }>(
      'SELECT name, kind, state, attempt FROM run WHERE id = $1 FOR UPDATE',
      [runId],
    );
    const [run] = rows;
    if (!run) throw new StarlabError(`Run ${runId}: not in this database.`, { remedy: 'Create it first.' });
    if (run.kind !== 'external') {
      throw new StarlabError(`Run "${run.name}" is trained by Starlab itself.`, {
        remedy: 'Log to a run of your own.',
      });
    }
    if (run.state !== 'running') checkTransition(run.name, run.state, 'running');
    await client.query(
      `UPDATE attempt SET state = 'crashed', reason = 'another attempt began', ended_at = now()
       WHERE run_id = $1 AND number = $2 AND state = 'running'`,
      [runId, run.attempt],
    );
    const attempt = run.attempt + 1;
    await recordAttempt(client, { runId, attempt, host: foreignHost(host), pid, startedAt });
    return attempt;
  });
}
