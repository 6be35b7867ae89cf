// `starlab import tensorboard DIR`: what was logged elsewhere, into this database.
import { Command } from 'commander';
import { basename, resolve } from 'node:path';
import { withSession } from '../session.ts';
import { findEventFolders, importFolder } from '../tensorboard/import-events.ts';
import { formatTable } from '../terminal/text-table.ts';

interface ImportTensorBoardOptions {
  readonly study?: string;
}

async function importTensorBoard(dir: string, { study }: ImportTensorBoardOptions): Promise<void> {
  const root = resolve(dir);
  const folders = await findEventFolders(root);
  await withSession(async (session) => {
    const rows: string[][] = [];
    for (const folder of folders) {
      const report = await importFolder(session, folder, { root, study: study ?? basename(root) });
      for (const notice of report.notices) console.error(`! ${notice}`);
      rows.push([report.name, report.outcome, String(report.scalars), String(report.images)]);
    }
    console.log(formatTable({ header: ['run', '', 'values', 'images'], rows, numeric: [2, 3] }, 'text'));
  });
}

export function importCommand(): Command {
  return new Command('import')
    .description('take in what was logged elsewhere')
    .addCommand(
      new Command('tensorboard')
        .description('TensorBoard’s event files: a run for every folder that has some')
        .argument('<dir>', 'TensorBoard’s logdir')
        .option('--study <name>', 'the study they go to (default: the folder’s name)')
        .action(importTensorBoard),
    );
}
