// `starlab runs`: what there is, put away or deleted.
import { metricLabel, metricTraits, shortened, StarlabError } from '@starlab/experiment';
import { archiveRuns, deleteRuns, deleteSamples, listRuns, type RunSummary } from '@starlab/tracking';
import { Command } from 'commander';
import { idLength, newestFirst, selectRun } from '../select-run.ts';
import { withSession, type Session } from '../session.ts';
import { formatBytes } from '../terminal/format-bytes.ts';
import { formatTable } from '../terminal/text-table.ts';

function evaluationText(run: RunSummary): string {
  return run.evaluations
    .filter(({ mode }) => mode === 'latent')
    .map(
      ({ metric, featureSet, mean }) =>
        `${metricLabel(metric, featureSet)} ${mean.toFixed(metricTraits[metric].digits)}`,
    )
    .join(', ');
}

async function selected({ db }: Session, wanted: readonly string[]): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for (const each of wanted) runs.push(await selectRun(db, each, { archived: true }));
  return runs;
}

const namesOf = (runs: readonly RunSummary[]): string => runs.map(({ name }) => name).join(', ');

async function archive(wanted: readonly string[], archived: boolean): Promise<void> {
  await withSession(async (session) => {
    const runs = await selected(session, wanted);
    await archiveRuns(
      session.db,
      runs.map(({ id }) => id),
      { archived },
    );
    console.log(`${archived ? 'archived' : 'restored'} ${namesOf(runs)}`);
  });
}

async function remove(wanted: readonly string[], options: { readonly samples?: boolean }): Promise<void> {
  await withSession(async (session) => {
    const runs = await selected(session, wanted);
    const ids = runs.map(({ id }) => id);
    const home = session.home.root;
    if (options.samples) {
      const { samples, fileBytes } = await deleteSamples(session.db, ids, { home });
      console.log(
        `deleted ${samples} sample grids of ${namesOf(runs)}: ${formatBytes(fileBytes)} of pictures`,
      );
      return;
    }
    const busy = runs.find(({ state }) => state === 'running');
    if (busy) {
      throw new StarlabError(`Run "${busy.name}" is running and cannot be deleted.`, {
        remedy: 'Stop it first; a run whose process is gone counts as crashed after 30 s.',
      });
    }
    const freed = await deleteRuns(session.db, ids, { home });
    console.log(
      `deleted ${namesOf(runs)}: ${freed.points} values (${formatBytes(freed.databaseBytes)}), ${formatBytes(freed.fileBytes)} of files`,
    );
  });
}

/** So that one long name does not push every column out of the terminal; `--json` has names whole. */
const LONGEST_NAME = 40;

async function list(options: { readonly json?: boolean; readonly archived?: boolean }): Promise<void> {
  const runs = await withSession(({ db }) => listRuns(db, { archived: options.archived ?? false }));
  const listed = newestFirst(runs);
  if (options.json) {
    console.log(JSON.stringify(listed, null, 2));
    return;
  }
  if (listed.length === 0) {
    console.log('No runs yet. Start some: `starlab start`, or `starlab train --data DIR`.');
    return;
  }
  const length = idLength(listed);
  const rows = listed.map((run) => [
    run.id.slice(0, length),
    shortened(run.name, LONGEST_NAME),
    shortened(run.studyName, LONGEST_NAME),
    run.configuration ?? run.method,
    run.archivedAt ? `${run.state}, archived` : run.state,
    run.iterations === null ? String(run.step) : `${run.step}/${run.iterations}`,
    evaluationText(run),
  ]);
  const header = ['id', 'name', 'study', 'row', 'state', 'iteration', 'latent-guided'];
  console.log(formatTable({ header, rows, numeric: [5] }, 'text'));
}

export function runsCommand(): Command {
  return new Command('runs')
    .description('list runs, newest first; put them away, or delete them')
    .option('--json', 'print everything known as JSON')
    .option('--archived', 'archived ones too')
    .action(list)
    .addCommand(
      new Command('archive')
        .description('keep runs, but out of the lists')
        .argument('<run...>')
        .action((runs: string[]) => archive(runs, true)),
    )
    .addCommand(
      new Command('restore')
        .description('put archived runs back in the lists')
        .argument('<run...>')
        .action((runs: string[]) => archive(runs, false)),
    )
    .addCommand(
      new Command('delete')
        .description('delete runs for good, with their checkpoints, and say what that frees')
        .argument('<run...>')
        .option('--samples', 'their sample grids only')
        .action(remove),
    );
}
