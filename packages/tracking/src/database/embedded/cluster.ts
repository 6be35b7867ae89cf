// A PostgreSQL cluster that outlives the process that started it. Nothing here needs a lock of ours: a cluster appears by
// one rename, PostgreSQL itself admits one server per cluster, and whoever loses a race finds the winner's server.
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { access, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StarlabError } from '@starlab/experiment';
import { Client, DatabaseError } from 'pg';
import type { ServerPlace, ServerUser } from './server-user.ts';

const execute = promisify(execFile);

export const SUPERUSER = 'starlab';
const HOST = '127.0.0.1';
const FIRST_PORT = 54_329;
const PORTS_TRIED = 200;
const START_TIMEOUT_MS = 60_000;
const ATTEMPTS = 8;
const CANNOT_CONNECT_NOW = '57P03'; // starting up or shutting down

const clusterFolder = (place: ServerPlace): string => path.join(place.folder, 'cluster');
const dataFolder = (place: ServerPlace): string => path.join(clusterFolder(place), 'data');
const passwordFile = (place: ServerPlace): string => path.join(clusterFolder(place), 'password');
const recordFile = (place: ServerPlace): string => path.join(dataFolder(place), 'postmaster.pid');
const logFile = (place: ServerPlace): string => path.join(place.folder, 'server.log');

const settings = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  wal_compression: 'on',
  // The first change to a page after a checkpoint is logged as a whole page, so while runs log much, checkpoints are few; a page
  // that is deleted again within seconds, as hot values are, need not leave memory meanwhile.
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // After a crash: one call for the file system instead of one for each of a thousand files.
  ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
} satisfies Record<string, string>;

async function run(program: string, parameters: readonly string[], user: ServerUser): Promise<void> {
  // The working directory and the environment may be closed to or wrong for the server's user.
  const { PATH, SystemRoot, NODE_ENV } = process.env;
  const env = { PATH, LC_ALL: 'C', SystemRoot, NODE_ENV }; // NODE_ENV: Next's types ask for it
  await execute(program, [...parameters], { ...user, cwd: path.parse(program).root, env });
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

function outputOf(error: unknown): string {
  const {
    stdout = '',
    stderr = '',
    message = '',
  } = error as { stdout?: string; stderr?: string; message?: string };
  return `${stdout}\n${stderr}`.trim() || message;
}

function embeddedError(what: string, output: string, place: ServerPlace): StarlabError {
  const full = /No space left on device|could not extend file/i.test(output);
  return new StarlabError(
    full
      ? `Embedded PostgreSQL ${what}: the disk that holds ${place.folder} is full.`
      : `Embedded PostgreSQL ${what}: ${output.slice(-600)}`,
    {
      remedy: full
        ? 'Free some space and start again; nothing that was logged is lost.'
        : `Its log is ${logFile(place)}. Or set DATABASE_URL to a PostgreSQL server of yours.`,
    },
  );
}

/** Makes the cluster beside its final place and moves it there whole; if another process was first, theirs is kept. */
async function createCluster(place: ServerPlace): Promise<void> {
  const unfinished = path.join(place.folder, `unfinished-${randomUUID()}`);
  const password = path.join(unfinished, 'password');
  try {
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (place.user) {
      for (const file of [unfinished, password]) await chown(file, place.user.uid, place.user.gid);
    }
    const parameters = [
      `--pgdata=${path.join(unfinished, 'data')}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
    await run(place.binaries.initdb, parameters, place.user);
    await rename(unfinished, clusterFolder(place));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (await exists(passwordFile(place))) return;
    throw embeddedError('cannot create its data', outputOf(error), place);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: HOST, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function freePort(firstPort: number): Promise<number> {
  for (let port = firstPort; port < firstPort + PORTS_TRIED; port++) if (await isFree(port)) return port;
  throw new StarlabError(
    `Embedded PostgreSQL: no free port from ${firstPort} to ${firstPort + PORTS_TRIED - 1}.`,
    {
      remedy: 'Stop what listens there, or set DATABASE_URL.',
    },
  );
}

/** What the server writes about itself while it runs, and leaves behind when it is killed. */
async function readRecord(place: ServerPlace): Promise<{ pid: number; port: number } | undefined> {
  const record = await readFile(recordFile(place), 'utf8').catch(() => '');
  const [pid, , , port] = record.split('\n').map(Number);
  return pid && port ? { pid, port } : undefined;
}

/**
 * Removes the record of a killed server where PostgreSQL would not dare to: when its process number belongs to another
 * program by now, or to a zombie, which under an init that reaps nobody's children (many containers) stays forever.
 * Children of the killed server are told from its shared memory, not from the record.
 */
async function removeStaleRecord(place: ServerPlace): Promise<void> {
  const record = await readRecord(place);
  if (!record) return;
  const status = await readFile(`/proc/${record.pid}/stat`, 'utf8').catch(() => '');
  const [, program, state] = /^\d+ \((.*)\) (\S)/.exec(status) ?? [];
  if (program !== undefined && (program !== 'postgres' || state === 'Z'))
    await rm(recordFile(place), { force: true });
}

export interface ServerAddress {
  readonly port: number;
  readonly password: string;
}

export function urlOf(address: ServerAddress, database: string): string {
  return `postgresql://${SUPERUSER}:${address.password}@${HOST}:${address.port}/${database}`;
}

type Presence = 'running' | 'starting' | 'absent';

/** Whether this very cluster answers at the address: a stale record may name a port that another server has taken. */
async function presenceOf(address: ServerAddress): Promise<Presence> {
  const client = new Client({ connectionString: urlOf(address, 'postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return 'running';
  } catch (error) {
    return error instanceof DatabaseError && error.code === CANNOT_CONNECT_NOW ? 'starting' : 'absent';
  } finally {
    await client.end().catch(() => {});
  }
}

async function findServer(place: ServerPlace): Promise<ServerAddress | undefined> {
  const record = await readRecord(place);
  if (!record) return undefined;
  const address = { port: record.port, password: await readFile(passwordFile(place), 'utf8') };
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const presence = await presenceOf(address);
    if (presence === 'running') return address;
    if (presence === 'absent' || Date.now() > deadline) return undefined;
    await sleep(100);
  }
}

/** The port of the last start: keeping it spares clients that outlive a restart. */
async function lastPort(place: ServerPlace): Promise<number | undefined> {
  const options = await readFile(path.join(dataFolder(place), 'postmaster.opts'), 'utf8').catch(() => '');
  const port = /"-p" "(\d+)"/.exec(options)?.[1];
  return port === undefined ? undefined : Number(port);
}

async function startServer(place: ServerPlace): Promise<void> {
  const port = await freePort((await lastPort(place)) ?? FIRST_PORT);
  const parameters = [
    'start',
    '-w',
    '-t',
    String(START_TIMEOUT_MS / 1000),
    '-D',
    dataFolder(place),
    '-l',
    logFile(place),
  ];
  await run(place.binaries.pgCtl, [...parameters, '-o', `-p ${port}`], place.user);
}

/**
 * The address of this place's server: the one that runs, or a new one on its last port or the next free one.
 * Recovers from whatever killed the last one.
 */
export async function ensureServer(place: ServerPlace): Promise<ServerAddress> {
  if (!(await exists(passwordFile(place)))) await createCluster(place);
  let failure = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await findServer(place);
    if (found) return found;
    try {
      await removeStaleRecord(place);
      await startServer(place);
    } catch (error) {
      if (error instanceof StarlabError) throw error;
      // Another process may have been quicker, or children of a killed server may still hold its shared memory.
      const log = await readFile(logFile(place), 'utf8').catch(() => '');
      failure = `${outputOf(error)}\n${log.slice(-2_000)}`;
      if (/No space left on device/.test(log.slice(-2_000))) break;
      await sleep(250 * 2 ** Math.min(attempt, 4));
    }
  }
  throw embeddedError('does not start', failure, place);
}

/** Stops the server and waits for it; sessions are ended, data is safe. Does nothing if none runs. */
export async function stopServer(place: ServerPlace): Promise<void> {
  try {
    await run(place.binaries.pgCtl, ['stop', '-w', '-m', 'fast', '-D', dataFolder(place)], place.user);
  } catch (error) {
    const output = outputOf(error);
    if (/no server running|PID file .* does not exist|No such process/i.test(output)) return;
    throw embeddedError('does not stop', output, place);
  }
}
