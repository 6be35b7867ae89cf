// What a reader does to runs, done: each action in words afterwards.
import { archiveRuns, deleteRuns, deleteSamples, getRun, setTags, type Database } from '@starlab/tracking';
import { starlabHome } from './database.ts';
import type { ActionOutcome, RunAction } from '@/features/runs/run-action.ts';
import { formatBytes, formatCount } from '@/ui/format.ts';

const counted = (count: number, thing = 'run'): string =>
  `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;

async function changeTags(
  db: Database,
  runs: RunAction['runs'],
  change: (tags: readonly string[]) => readonly string[],
): Promise<void> {
  for (const id of runs) {
    const run = await getRun(db, id);
    if (run) await setTags(db, id, change(run.tags));
  }
}

export async function applyRunAction(db: Database, action: RunAction): Promise<ActionOutcome> {
  switch (action.action) {
    case 'tag':
      await changeTags(db, action.runs, (tags) => [...tags, action.tag]);
      return { message: `Tagged ${counted(action.runs.length)} “${action.tag}”.` };
    case 'untag':
      await changeTags(db, action.runs, (tags) => tags.filter((tag) => tag !== action.tag));
      return { message: `Took “${action.tag}” off ${counted(action.runs.length)}.` };
    case 'archive':
      return { message: `Archived ${counted(await archiveRuns(db, action.runs, { archived: true }))}.` };
    case 'restore':
      return { message: `Restored ${counted(await archiveRuns(db, action.runs, { archived: false }))}.` };
    case 'delete': {
      const freed = await deleteRuns(db, action.runs, { home: starlabHome() });
      const what = `${counted(freed.points, 'value')} (${formatBytes(freed.databaseBytes)}), ${formatBytes(freed.fileBytes)} of files`;
      const left =
        freed.running > 0 ? ` ${counted(freed.running)} being trained stayed: stop training first.` : '';
      return { message: `Deleted ${counted(freed.deleted)}: ${what}.${left}` };
    }
    case 'delete-samples': {
      const { samples, fileBytes } = await deleteSamples(db, action.runs, { home: starlabHome() });
      return {
        message: `Deleted ${counted(samples, 'sample grid')}: ${formatBytes(fileBytes)} of pictures.`,
      };
    }
    default:
      return action satisfies never;
  }
}
