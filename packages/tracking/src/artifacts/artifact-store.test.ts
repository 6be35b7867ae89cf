import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifactPath, putArtifact } from './artifact-store.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'starlab-artifacts-'));
});
afterEach(() => rm(home, { recursive: true }));

const bytes = new TextEncoder().encode('a picture');
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('artifacts', () => {
  it('are found by the SHA-256 of their content', async () => {
    expect(await putArtifact(home, bytes, 'png')).toBe(sha256);
    const file = await artifactPath(home, sha256);
    expect(file).toBe(path.join(home, 'artifacts', sha256.slice(0, 2), `${sha256}.png`));
    expect(new Uint8Array(await readFile(file ?? ''))).toEqual(bytes);
  });

  it('are kept once, also by many at a time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => putArtifact(home, bytes, 'png')));
    expect(await readdir(path.join(home, 'artifacts', sha256.slice(0, 2)))).toEqual([`${sha256}.png`]);
  });

  it('that are not kept are undefined', async () => {
    expect(await artifactPath(home, '0'.repeat(64))).toBeUndefined();
  });

  it('are files, not links that lead out of the folder', async () => {
    const folder = path.join(home, 'artifacts', '00');
    await mkdir(folder, { recursive: true });
    await symlink('/etc/hostname', path.join(folder, `${'0'.repeat(64)}.png`));
    expect(await artifactPath(home, '0'.repeat(64))).toBeUndefined();
  });

  it.each([
    '../../../etc/passwd',
    '',
    'ABCDEF'.repeat(11).slice(0, 64),
    `${'0'.repeat(63)}/`,
    `${'0'.repeat(64)}\n`,
  ])('have no path by the name %j', async (name) => {
    await expect(artifactPath(home, name)).rejects.toThrow(/not a SHA-256/);
  });

  it('take plain extensions only', async () => {
    await expect(putArtifact(home, bytes, '../x')).rejects.toThrow(RangeError);
  });
});
