// Under which circumstances a run was started: machine, versions, and the state of the source.
import { execFile } from 'node:child_process';
import { arch, availableParallelism, cpus, hostname, platform, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { GitState } from '@starlab/tracking';
import { workspaceRoot } from '../home.ts';

const run = promisify(execFile);

export type Environment = {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly hostname: string;
};

export function captureEnvironment(): Environment {
  return {
    node: process.versions.node,
    platform: `${platform()}-${arch()} ${release()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    hostname: hostname(),
  };
}

/** Null where the source is no git checkout. */
export async function captureGit(): Promise<GitState | null> {
  try {
    const options = { cwd: workspaceRoot };
    const { stdout: commit } = await run('git', ['rev-parse', 'HEAD'], options);
    const { stdout: changed } = await run('git', ['status', '--porcelain', '--untracked-files=no'], options);
    return { commit: commit.trim(), dirty: changed.length > 0 };
  } catch {
    return null;
  }
}
