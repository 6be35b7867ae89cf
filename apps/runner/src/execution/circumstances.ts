// Under which circumstances a run was started: machine, versions, and the state of the source.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, hostname, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { putArtifact, type GitState } from '@starlab/tracking';
import { workspaceRoot } from '../home.ts';

const run = promisify(execFile);

/** The libraries whose versions may change a number. */
const LIBRARIES = ['onnxruntime-node', '@tensorflow/tfjs-core', 'sharp'];
/** Of a difference to the commit, so much is kept. */
const MOST_DIFF_BYTES = 1 << 20;
/** A difference larger than this is not even read. */
const LARGEST_DIFF_BYTES = 1 << 26;

export type Environment = {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly hostname: string;
  /** Names of the GPUs that nvidia-smi knows. */
  readonly gpus: readonly string[];
  /** Of Starlab and of the libraries that compute. */
  readonly versions: Readonly<Record<string, string>>;
};

async function versionIn(folder: string): Promise<string | undefined> {
  try {
    const description: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    if (typeof description === 'object' && description && 'version' in description)
      return String(description.version);
  } catch {
    // Not installed, or elsewhere: then its version is not known.
  }
  return undefined;
}

async function captureVersions(): Promise<Record<string, string>> {
  const versions: Record<string, string> = { starlab: (await versionIn(workspaceRoot)) ?? 'unknown' };
  for (const library of LIBRARIES) {
    const version = await versionIn(join(workspaceRoot, 'node_modules', library));
    if (version !== undefined) versions[library] = version;
  }
  return versions;
}

async function captureGpus(): Promise<string[]> {
  try {
    const { stdout } = await run('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader']);
    return stdout.trim().split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

export async function captureEnvironment(): Promise<Environment> {
  return {
    node: process.versions.node,
    platform: `${platform()}-${arch()} ${release()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    hostname: hostname(),
    gpus: await captureGpus(),
    versions: await captureVersions(),
  };
}

async function keepDiff(home: string, source: string): Promise<GitState['diff']> {
  const options = { cwd: source, maxBuffer: LARGEST_DIFF_BYTES, encoding: 'buffer' } as const;
  const { stdout } = await run('git', ['diff', 'HEAD', '--no-color', '--no-ext-diff'], options);
  const kept = stdout.subarray(0, MOST_DIFF_BYTES);
  const sha256 = await putArtifact(home, kept, 'diff');
  return { sha256, bytes: kept.length, truncated: kept.length < stdout.length };
}

/**
 * The commit and what differs from it in tracked files; the difference is kept as an artifact.
 * Null where the source is no git checkout.
 * @param source a folder in it.
 */
export async function captureGit(home: string, source = workspaceRoot): Promise<GitState | null> {
  try {
    const { stdout: commit } = await run('git', ['rev-parse', 'HEAD'], { cwd: source });
    const { stdout: changed } = await run('git', ['status', '--porcelain', '--untracked-files=no'], {
      cwd: source,
    });
    if (changed.length === 0) return { commit: commit.trim(), dirty: false };
    const diff = await keepDiff(home, source).catch(() => undefined);
    return { commit: commit.trim(), dirty: true, ...(diff && { diff }) };
  } catch {
    return null;
  }
}
