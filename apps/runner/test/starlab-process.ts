// Runs `starlab` as a user does: as a process of its own, with a home folder of its own.
import type { RunSummary } from '@starlab/tracking';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../bin/starlab.mjs', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StarlabProcess {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when standard error has said `text`; rejects if the process ends before. */
  said(text: RegExp): Promise<void>;
}

export interface StarlabOptions {
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function startStarlab(args: readonly string[], { home, env }: StarlabOptions): StarlabProcess {
  const child = spawn(process.execPath, [binary, ...args], {
    // FORCE_COLOR, which the task runner may set, would have Node warn about NO_COLOR on standard error.
    env: {
      ...process.env,
      FORCE_COLOR: undefined,
      DATABASE_URL: undefined,
      STARLAB_HOME: home,
      NO_COLOR: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
  const said = (text: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (text.test(stderr)) resolve();
      };
      child.stderr.on('data', look);
      look();
      void finished.then(() => {
        reject(new Error(`ended without saying ${text}: ${stderr}`));
      });
    });
  return { child, finished, said };
}

export function runStarlab(args: readonly string[], options: StarlabOptions): Promise<Finished> {
  return startStarlab(args, options).finished;
}

/** What `starlab runs` lists. */
export async function listedRuns(home: string): Promise<RunSummary[]> {
  const { code, stdout, stderr } = await runStarlab(['runs', '--json'], { home });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as RunSummary[];
}

export async function runNamed(home: string, name: string): Promise<RunSummary> {
  const found = (await listedRuns(home)).find((run) => run.name === name);
  if (!found) throw new Error(`no run ${name}`);
  return found;
}
