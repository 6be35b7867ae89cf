// PostgreSQL refuses to run as root. For root, its processes run as another user of the system, who must be able to reach
// both the programs and the data; where the checkout is closed to others, both are kept outside of it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StarlabError } from '@starlab/experiment';
import { binariesIn, type PostgresBinaries } from './binaries.ts';

const execute = promisify(execFile);

/** A user of the operating system; undefined means the one this process runs as. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

export interface ServerPlace {
  readonly binaries: PostgresBinaries;
  /** Holds the cluster and the server's log; belongs to `user`. */
  readonly folder: string;
  readonly user: ServerUser;
}

/** In order of preference. */
const SERVER_USER_NAMES = ['postgres', 'nobody'];

async function chooseUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of SERVER_USER_NAMES) {
    const [, , uid, gid] = accounts.find(([candidate]) => candidate === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new StarlabError(
    `Embedded PostgreSQL: cannot run as root, and there is no user ${SERVER_USER_NAMES.join(' or ')}.`,
    {
      remedy: 'Run Starlab as an ordinary user, or set DATABASE_URL to a PostgreSQL server of yours.',
    },
  );
}

async function canUse(user: ServerUser, program: string, folder: string): Promise<boolean> {
  if (user === undefined) return true;
  const script = 'test -x "$1" && test -w "$2" && test -x "$2"';
  return execute('/bin/sh', ['-c', script, 'sh', program, folder], { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

async function makeFolder(folder: string, user: ServerUser): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (user !== undefined) await chown(folder, user.uid, user.gid);
}

/** Lets others pass through, but not look into, a folder that is ours. */
async function openForPassage(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  await chmod(folder, mode | 0o011);
}

async function copyBinaries(binaries: PostgresBinaries, to: string): Promise<PostgresBinaries> {
  const copied = binariesIn(to);
  const present = await stat(copied.pgCtl).then(
    () => true,
    () => false,
  );
  if (present) return copied;
  const unfinished = `${to}.${process.pid}`;
  await cp(binaries.folder, unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(unfinished, { recursive: true, force: true });
  return copied;
}

/**
 * Where to run the server of `home`: in `home/postgres`, or, for root in a checkout closed to others, under `elsewhere`.
 * @throws StarlabError if neither will do.
 */
export async function chooseServerPlace(options: {
  readonly home: string;
  readonly binaries: PostgresBinaries;
  readonly elsewhere?: string;
}): Promise<ServerPlace> {
  const { home, binaries, elsewhere = '/var/lib/starlab' } = options;
  const user = await chooseUser();
  await mkdir(home, { recursive: true });
  if (user !== undefined) await openForPassage(home);

  const folder = path.join(home, 'postgres');
  await makeFolder(folder, user);
  if (await canUse(user, binaries.pgCtl, folder)) return { binaries, folder, user };

  const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
  const otherFolder = path.join(elsewhere, `postgres-${digest(home)}`);
  await makeFolder(otherFolder, user);
  const copied = await copyBinaries(binaries, path.join(elsewhere, `binaries-${digest(binaries.folder)}`));
  if (await canUse(user, copied.pgCtl, otherFolder)) return { binaries: copied, folder: otherFolder, user };

  throw new StarlabError(
    `Embedded PostgreSQL: user ${user?.uid} can reach neither ${folder} nor ${otherFolder}, and PostgreSQL does not run as root.`,
    { remedy: 'Move the checkout to a folder that others may enter (chmod o+x), or set DATABASE_URL.' },
  );
}
