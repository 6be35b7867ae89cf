// The built dashboard on a free port, as `npm start` serves it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';

const folder = fileURLToPath(new URL('..', import.meta.url));
const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
const environment = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;

function newestChange(directory: string): number {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((file) => statSync(path.join(file.parentPath, file.name)).mtimeMs));
}

/** Builds unless the last build is newer than every source of the dashboard. */
export function buildIfStale(): void {
  const built = path.join(folder, '.next/BUILD_ID');
  const sources = Math.max(
    newestChange(path.join(folder, 'src')),
    newestChange(path.join(folder, '../../packages/tracking/src')),
  );
  if (existsSync(built) && statSync(built).mtimeMs > sources) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build'], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`next build failed:\n${stdout}\n${stderr}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export interface DashboardServer {
  readonly address: string;
  stop(): Promise<void>;
}

async function untilReady(address: string, server: ChildProcess, output: () => string): Promise<void> {
  while (server.exitCode === null) {
    if (
      await fetch(`${address}/icon.svg`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`next start ended with ${server.exitCode}:\n${output()}`);
}

export async function startDashboard(options: {
  home: string;
  databaseUrl: string;
  port?: number;
  /** @default this machine only */
  host?: string;
  /** Demanded of everybody; left out, of nobody. */
  token?: string;
}): Promise<DashboardServer> {
  const { home, databaseUrl, host = '127.0.0.1', token = '' } = options;
  const port = options.port ?? (await freePort());
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, [next, 'start', '-H', host, '-p', String(port)], {
    cwd: folder,
    env: { ...environment, STARLAB_HOME: home, DATABASE_URL: databaseUrl, STARLAB_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()));
  await untilReady(address, server, () => output);
  return {
    address,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return; // Ctrl-C reaches it too
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    },
  };
}
