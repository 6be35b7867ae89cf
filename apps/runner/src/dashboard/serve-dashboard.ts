// The dashboard as a child process: built once (Nx restores an unchanged build from its cache), then `next start`.
import { StarlabError } from '@starlab/experiment';
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { workspaceRoot, type Home } from '../home.ts';
import { isLoopback, readOrCreateToken } from './token.ts';

const LOOPBACK = '127.0.0.1';
const PORT_END = 65_536;
const READY_TIMEOUT_MS = 60_000;
const dashboardFolder = join(workspaceRoot, 'apps', 'dashboard');

/** Where the dashboard is reached from this machine: any address at all includes the loopback one. */
const reachableHost = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? LOOPBACK : host.includes(':') ? `[${host}]` : host;

/** @throws StarlabError if the address is not this machine's, or may not be listened on. */
const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE') {
        resolve(false);
        return;
      }
      const message = `The dashboard cannot listen on port ${port} of ${host} (${cause.code ?? cause.message}).`;
      const remedy =
        'Choose an address of this machine with --host and a port above 1023 with --port; `--host 0.0.0.0` is all addresses.';
      reject(new StarlabError(message, { remedy, cause }));
    });
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

/** `preferred`, or the next port above it that nobody listens on. */
export async function freePort(preferred: number, host = LOOPBACK): Promise<number> {
  const end = Math.min(preferred + 100, PORT_END);
  for (let port = preferred; port < end; port++) if (await isFree(port, host)) return port;
  throw new StarlabError(`No free port from ${preferred} to ${end - 1} on ${host}.`, {
    remedy: 'Choose another with --port.',
  });
}

interface Command {
  readonly binary: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
}

/** Runs a Node program with its output in a log file. */
function launch({ binary, args, cwd, env, logFile }: Command): ChildProcess {
  const log = createWriteStream(logFile, { flags: 'a' });
  const guard = new URL('./orphan-guard.mjs', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', guard, binary, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return child;
}

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });

/** @throws StarlabError naming the build's log when it fails. */
export async function buildDashboard(home: Home): Promise<void> {
  const logFile = join(home.logs, 'dashboard-build.log');
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const child = launch({
    binary: nx,
    args: ['run', '@starlab/dashboard:build', '--outputStyle=stream'],
    cwd: workspaceRoot,
    env: { NEXT_TELEMETRY_DISABLED: '1', NX_DAEMON: 'false', NX_TUI: 'false', NODE_ENV: 'production' },
    logFile,
  });
  if ((await exitOf(child)) !== 0) {
    throw new StarlabError('The dashboard could not be built.', { remedy: `See the end of ${logFile}.` });
  }
}

export interface Dashboard {
  /** To open in a browser; with the token where one is required. */
  readonly url: string;
  stop(): Promise<void>;
}

async function untilReady(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answered = await fetch(`${url}/icon.svg`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new StarlabError('The dashboard did not start.', { remedy: `See the end of ${logFile}.` });
}

export async function serveDashboard(options: {
  home: Home;
  databaseUrl: string;
  port: number;
  /** @default this machine only */
  host?: string;
}): Promise<Dashboard> {
  const { host = LOOPBACK } = options;
  const port = await freePort(options.port, host);
  const url = `http://${reachableHost(host)}:${port}`;
  const token = isLoopback(host) ? undefined : readOrCreateToken(options.home);
  const logFile = join(options.home.logs, 'dashboard.log');
  const next = createRequire(join(dashboardFolder, 'package.json')).resolve('next/dist/bin/next');
  const child = launch({
    binary: next,
    args: ['start', '-H', host, '-p', String(port)],
    cwd: dashboardFolder,
    env: {
      STARLAB_HOME: options.home.root,
      DATABASE_URL: options.databaseUrl,
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
      // An empty one asks for none, even where the environment of this process has another.
      STARLAB_TOKEN: token ?? '',
    },
    logFile,
  });
  await untilReady(url, child, logFile);
  return {
    url: token === undefined ? url : `${url}/?token=${token}`,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = exitOf(child);
      child.kill('SIGTERM');
      await exited;
    },
  };
}
