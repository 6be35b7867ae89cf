// Which run is meant: by name, by the beginning of its id, or "latest".
import { nearestName, StarlabError } from '@starlab/experiment';
import { listRuns, type Database, type RunSummary } from '@starlab/tracking';

export async function selectRun(db: Database, wanted: string): Promise<RunSummary> {
  const runs = [...(await listRuns(db, {}))].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
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
    throw new StarlabError(`"${wanted}" fits ${matching.length} runs.`, {
      remedy: `Give more of the id: ${matching.map((run) => run.id.slice(0, 13)).join(', ')}.`,
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
