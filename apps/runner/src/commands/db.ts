// `starlab db`: the database behind everything: started, stopped, tidied, and studies on their way to another one.
import {
  applyMigrations,
  deleteStudy,
  exportStudy,
  importStudy,
  resolveDatabase,
  vacuumDatabase,
} from '@starlab/tracking';
import { Command } from 'commander';
import { join, resolve } from 'node:path';
import { openHome, workspaceRoot } from '../home.ts';
import { selectStudy } from '../select-study.ts';
import { withSession } from '../session.ts';
import { formatBytes } from '../terminal/format-bytes.ts';

const migrations = join(workspaceRoot, 'prisma', 'migrations');

/** The address without its password, fit for printing. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.toString();
}

async function up(): Promise<void> {
  const database = await resolveDatabase({ home: openHome().root, env: process.env });
  const applied = await applyMigrations(database.url, migrations);
  console.log(`${database.kind} PostgreSQL at ${withoutPassword(database.url)}`);
  console.log(applied.length ? `applied: ${applied.join(', ')}` : 'schema up to date');
}

async function down(): Promise<void> {
  const database = await resolveDatabase({ home: openHome().root, env: process.env });
  if (database.kind === 'external') {
    console.log('DATABASE_URL names a server that is not ours to stop.');
    return;
  }
  await database.stop();
  console.log('stopped');
}

async function vacuum(options: { readonly full?: boolean }): Promise<void> {
  await withSession(async ({ db, home }) => {
    const report = await vacuumDatabase(db, { home: home.root, full: options.full ?? false });
    const { files, bytes } = report.artifacts;
    console.log(`database: ${formatBytes(report.bytesBefore)}, now ${formatBytes(report.bytesAfter)}`);
    console.log(`files nobody refers to: ${files} (${formatBytes(bytes)}) removed`);
  });
}

async function remove(name: string): Promise<void> {
  await withSession(async ({ db, home }) => {
    const study = await selectStudy(db, name);
    const freed = await deleteStudy(db, study.id, { home: home.root });
    console.log(
      `deleted study ${study.name}, ${freed.deleted} runs: ${freed.points} values (${formatBytes(freed.databaseBytes)}), ${formatBytes(freed.fileBytes)} of files`,
    );
  });
}

async function exportTo(name: string, options: { readonly out?: string }): Promise<void> {
  await withSession(async ({ db, home }) => {
    const study = await selectStudy(db, name);
    const file = resolve(options.out ?? `${study.name.replaceAll(/[^\w.-]+/g, '-')}.starlab.gz`);
    const { rows, artifacts } = await exportStudy(db, { studyId: study.id, home: home.root, file });
    console.log(`${file}: study ${study.name}, ${study.runCount} runs, ${rows} rows, ${artifacts} pictures`);
  });
}

async function importFrom(file: string, options: { readonly as?: string }): Promise<void> {
  await withSession(async ({ db, home }) => {
    const imported = await importStudy(db, { file: resolve(file), home: home.root, name: options.as });
    console.log(`study ${imported.study}: ${imported.rows} rows, ${imported.artifacts} pictures`);
  });
}

export function dbCommand(): Command {
  const url = async (): Promise<void> => {
    console.log((await resolveDatabase({ home: openHome().root, env: process.env })).url);
  };
  return new Command('db')
    .description('the database: embedded PostgreSQL under .starlab/, or DATABASE_URL')
    .addCommand(new Command('up').description('start it (if embedded) and apply migrations').action(up))
    .addCommand(new Command('down').description('stop the embedded server').action(down))
    .addCommand(new Command('migrate').description('apply migrations that are missing').action(up))
    .addCommand(
      new Command('status').description('what is running, and whether the schema is up to date').action(up),
    )
    .addCommand(
      new Command('vacuum')
        .description('make the room of deleted rows usable again, and remove pictures nobody refers to')
        .option('--full', 'write the tables anew and give the room back to the disk; runs wait meanwhile')
        .action(vacuum),
    )
    .addCommand(
      new Command('delete')
        .description('delete a study with all its runs for good, and say what that frees')
        .argument('<study>')
        .action(remove),
    )
    .addCommand(
      new Command('export')
        .description('write a study with all its runs to one file')
        .argument('<study>')
        .option('--out <file>', 'default: STUDY.starlab.gz')
        .action(exportTo),
    )
    .addCommand(
      new Command('import')
        .description('read a study that another installation has exported')
        .argument('<file>')
        .option('--as <name>', 'call the study so here')
        .action(importFrom),
    )
    .addCommand(
      new Command('url')
        .description('print the address with its password, for psql and other tools')
        .action(url),
    );
}
