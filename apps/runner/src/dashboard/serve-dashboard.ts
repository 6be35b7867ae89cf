// The dashboard as a child process: built once (Nx restores an unchanged build from its cache), then `next start`.
import { StarlabError } from '@starlab/experiment';
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { workspaceRoot, type Home } from '../home.ts';

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;
const dashboardFolder = join(workspaceRoot, 'apps', 'dashboard');

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, HOST, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

/** `preferred`, or the next port above it that nobody listens on. */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 100; port++) if (await isFree(port)) return port;
  throw new StarlabError(`No free port from ${preferred} to ${preferred + 99} on ${HOST}.`, {
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
}): Promise<Dashboard> {
  const port = await freePort(options.port);
  const url = `http://${HOST}:${port}`;
  const logFile = join(options.home.logs, 'dashboard.log');
  const next = createRequire(join(dashboardFolder, 'package.json')).resolve('next/dist/bin/next');
  const child = launch({
    binary: next,
    args: ['start', '-H', HOST, '-p', String(port)],
    cwd: dashboardFolder,
    env: {
      STARLAB_HOME: options.home.root,
      DATABASE_URL: options.databaseUrl,
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    },
    logFile,
  });
  await untilReady(url, child, logFile);
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = exitOf(child);
      child.kill('SIGTERM');
      await exited;
    },
  };
}
