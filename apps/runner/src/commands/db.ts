// `starlab db up|down|migrate|status`: the database behind everything.
import { applyMigrations, resolveDatabase } from '@starlab/tracking';
import { Command } from 'commander';
import { join } from 'node:path';
import { openHome, workspaceRoot } from '../home.ts';

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
      new Command('url')
        .description('print the address with its password, for psql and other tools')
        .action(url),
    );
}
