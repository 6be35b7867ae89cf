// `starlab doctor`: what this machine has, and what would add the rest.
import { availableDevices } from '@starlab/engine';
import { applyMigrations, resolveDatabase } from '@starlab/tracking';
import { Command } from 'commander';
import { statfs } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { openHome, workspaceRoot } from '../home.ts';
import { hugePages, pageCircumstances, TUNABLES } from '../huge-pages.ts';
import { describeFailure, EXIT_FAILURE } from '../terminal/failure.ts';
import { withoutPassword } from './db.ts';

const GIB = 2 ** 30;
const LOW_DISK_GIB = 2;
const mark = (ok: boolean): string => (ok ? pc.green('✓') : pc.dim('–'));

async function database(home: string): Promise<boolean> {
  try {
    const found = await resolveDatabase({ home, env: process.env });
    await applyMigrations(found.url, join(workspaceRoot, 'prisma', 'migrations'));
    console.log(`${mark(true)} ${found.kind} PostgreSQL, schema up to date: ${withoutPassword(found.url)}`);
    return true;
  } catch (error) {
    console.log(describeFailure(error));
    return false;
  }
}

/** Says nothing where they are not to be had. */
function sayPages(): void {
  const pages = hugePages(pageCircumstances());
  if (pages === 'used') console.log(`${mark(true)} large memory pages`);
  if (pages === 'possible')
    console.log(
      `${mark(false)} small memory pages. Training may start sooner and take a tenth less with:\n  export GLIBC_TUNABLES=${TUNABLES}`,
    );
}

async function diagnose(): Promise<void> {
  const home = openHome();
  const disk = await statfs(home.root);
  const freeGib = (disk.bavail * disk.bsize) / GIB;
  console.log(
    `${mark(true)} Node ${process.versions.node}, ${process.platform}-${process.arch}, ${availableParallelism()} cores`,
  );
  console.log(
    `${mark(true)} memory ${(totalmem() / GIB).toFixed(1)} GiB, ${(freemem() / GIB).toFixed(1)} GiB free`,
  );
  sayPages();
  console.log(`${mark(freeGib > LOW_DISK_GIB)} disk ${freeGib.toFixed(1)} GiB free for ${home.root}`);
  const reachable = await database(home.root);
  console.log('\nDevices (--device):');
  for (const device of await availableDevices()) {
    console.log(`${mark(device.available)} ${device.name.padEnd(14)} ${device.note}`);
  }
  if (!reachable || freeGib <= LOW_DISK_GIB) process.exitCode = EXIT_FAILURE;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what this machine has for Starlab, and what would add the rest')
    .action(diagnose);
}
