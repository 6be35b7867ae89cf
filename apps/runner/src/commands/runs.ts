// `starlab runs`: what there is.
import { metricLabel, metricTraits } from '@starlab/experiment';
import { listRuns, type RunSummary } from '@starlab/tracking';
import { Command } from 'commander';
import { newestFirst } from '../select-run.ts';
import { withSession } from '../session.ts';
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

export function runsCommand(): Command {
  return new Command('runs')
    .description('list runs, newest first')
    .option('--json', 'print everything known as JSON')
    .action(async (options: { json?: boolean }) => {
      const runs = await withSession(({ db }) => listRuns(db, {}));
      const listed = newestFirst(runs);
      if (options.json) {
        console.log(JSON.stringify(listed, null, 2));
        return;
      }
      if (listed.length === 0) {
        console.log('No runs yet. Start some: `starlab start`, or `starlab train --data DIR`.');
        return;
      }
      const rows = listed.map((run) => [
        run.id.slice(0, 8),
        run.name,
        run.studyName,
        run.configuration,
        run.state,
        `${run.step ?? 0}/${run.iterations}`,
        evaluationText(run),
      ]);
      const header = ['id', 'name', 'study', 'row', 'state', 'iteration', 'latent-guided'];
      console.log(formatTable({ header, rows, numeric: [5] }, 'text'));
    });
}
