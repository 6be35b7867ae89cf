import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { artifactPath } from '@starlab/tracking';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { captureEnvironment, captureGit } from './circumstances.ts';

const run = promisify(execFile);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starlab-git-'));
});
afterEach(() => rm(folder, { recursive: true }));

const git = (...parameters: string[]) =>
  run('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...parameters], { cwd: folder });

it('keeps how the source differs from its commit, up to a megabyte', async () => {
  expect(await captureGit(folder, folder)).toBeNull();
  await git('init', '-q');
  await writeFile(join(folder, 'a.txt'), 'before\n');
  await git('add', 'a.txt');
  await git('commit', '-qm', 'first');
  const clean = await captureGit(folder, folder);
  expect(clean).toEqual({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), dirty: false });

  await writeFile(join(folder, 'a.txt'), 'after\n');
  const dirty = await captureGit(folder, folder);
  expect(dirty).toMatchObject({ commit: clean?.commit, dirty: true, diff: { truncated: false } });
  const file = await artifactPath(folder, dirty?.diff?.sha256 ?? '');
  const diff = await readFile(file ?? '', 'utf8');
  expect(diff).toContain('-before\n+after\n');
  expect(dirty?.diff?.bytes).toBe(diff.length);

  await writeFile(join(folder, 'a.txt'), 'line\n'.repeat(400_000));
  expect((await captureGit(folder, folder))?.diff).toMatchObject({ bytes: 1 << 20, truncated: true });
});

it('names the versions of what computes', async () => {
  const { versions, node, cores } = await captureEnvironment();
  expect(versions).toMatchObject({
    starlab: expect.any(String),
    'onnxruntime-node': expect.stringMatching(/^\d+\.\d+/),
    '@tensorflow/tfjs-core': expect.stringMatching(/^\d+\.\d+/),
  });
  expect(node).toBe(process.versions.node);
  expect(cores).toBeGreaterThan(0);
});
