// Which run is meant: by name, by the beginning of its id, or "latest"; and the checkpoint to take from it.
import { nearestName, StarlabError } from '@starlab/experiment';
import { getRun, listRuns, type Database, type RunDetail, type RunSummary } from '@starlab/tracking';
import type { Session } from './session.ts';
import { checkpointFolderOf, latestCheckpoint } from './training/checkpoint-files.ts';

export const newestFirst = (runs: readonly RunSummary[]): RunSummary[] =>
  [...runs].sort((a, b) => b.createdAt.localeCompare(a.createdAt));

/** Where the groups of an id end. The first two say when the run was created: to the minute, and to the millisecond. */
const ID_LENGTHS = [8, 13, 18, 23];

/** How much of their ids tells the runs apart. */
export function idLength(runs: readonly { readonly id: string }[]): number {
  const tellsApart = (length: number): boolean =>
    new Set(runs.map(({ id }) => id.slice(0, length))).size === runs.length;
  return ID_LENGTHS.find(tellsApart) ?? 36;
}

/** @param options.archived look among archived runs too. */
export async function selectRun(
  db: Database,
  wanted: string,
  options: { readonly archived?: boolean } = {},
): Promise<RunSummary> {
  const runs = newestFirst(await listRuns(db, options));
  const newest = runs[0];
  if (!newest) {
    throw new StarlabError('There is no run yet.', {
      remedy: 'Start one: `starlab start`, or `starlab train --data DIR`.',
    });
  }
  if (wanted === 'latest') return newest;
  const matching = runs.filter((run) => run.name === wanted || run.id.startsWith(wanted));
  const [first, second] = matching;
  if (first && (!second || first.name === wanted)) return first;
  if (first) {
    const length = idLength(matching);
    throw new StarlabError(`"${wanted}" fits ${matching.length} runs.`, {
      remedy: `Give more of the id: ${matching.map((run) => run.id.slice(0, length)).join(', ')}.`,
    });
  }
  const nearest = nearestName(
    wanted,
    runs.map((run) => run.name),
  );
  throw new StarlabError(`No run "${wanted}".`, {
    remedy: nearest ? `Did you mean "${nearest}"? \`starlab runs\` lists all.` : '`starlab runs` lists all.',
  });
}

/** A run that Starlab trains itself. */
export type OwnRun = Extract<RunDetail, { kind: 'starlab' }>;

/** @throws StarlabError for a run that another program logs here. */
export function checkOwn(run: RunDetail): OwnRun {
  if (run.kind === 'starlab') return run;
  throw new StarlabError(`Run ${run.name} was logged by another program.`, {
    remedy:
      'Starlab has no networks of it to train, measure or sample; it shows and compares what was logged.',
  });
}

export interface CheckpointedRun {
  readonly run: OwnRun;
  /** Path of its newest checkpoint. */
  readonly checkpoint: string;
}

/** @throws StarlabError as `selectRun` does, or if the run has no checkpoint yet. */
export async function selectCheckpointedRun(
  { db, home }: Pick<Session, 'db' | 'home'>,
  wanted: string,
): Promise<CheckpointedRun> {
  const summary = await selectRun(db, wanted);
  const run = await getRun(db, summary.id);
  const checkpoint = latestCheckpoint(checkpointFolderOf(home.runs, summary.id));
  if (run && checkpoint) return { run: checkOwn(run), checkpoint: checkpoint.path };
  throw new StarlabError(`Run ${summary.name} has no checkpoint yet.`, {
    remedy: `It writes one every ${summary.config.checkpointEvery} iterations; wait, or train it on: \`starlab train --resume ${summary.name}\`.`,
  });
}
