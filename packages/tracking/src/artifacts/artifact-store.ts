// Files addressed by content: the name of an artifact is the SHA-256 of its bytes, so it never changes and is safe to cache.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StarlabError } from '@starlab/experiment';

const SHA256 = /^[0-9a-f]{64}$/;
const EXTENSION = /^[a-z0-9]{1,8}$/;

/** Two levels of folders, so that no folder grows past what a file browser opens. */
function folderOf(home: string, sha256: string): string {
  if (!SHA256.test(sha256)) {
    throw new StarlabError(`Artifact "${sha256.slice(0, 80)}": not a SHA-256.`, {
      remedy: 'Artifacts are named by 64 lower-case hexadecimal digits.',
    });
  }
  return path.join(home, 'artifacts', sha256.slice(0, 2));
}

/**
 * Keeps `bytes` and gives their SHA-256. The file appears whole or not at all; keeping the same bytes again does nothing.
 * @param extension without the dot, e.g. `png`.
 */
export async function putArtifact(home: string, bytes: Uint8Array, extension: string): Promise<string> {
  if (!EXTENSION.test(extension)) throw new RangeError(`artifact extension "${extension}": [a-z0-9]{1,8}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const folder = folderOf(home, sha256);
  const file = path.join(folder, `${sha256}.${extension}`);
  if (existsSync(file)) return sha256;
  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${randomUUID()}.unfinished`;
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return sha256;
}

/**
 * Absolute path of the artifact, or undefined if it is not kept here.
 * @throws StarlabError unless `sha256` is 64 lower-case hexadecimal digits, so that no path can be smuggled in.
 */
export async function artifactPath(home: string, sha256: string): Promise<string | undefined> {
  const folder = folderOf(home, sha256);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  // A link could lead out of the folder: only plain files count.
  const found = entries.find(
    (entry) => entry.isFile() && entry.name.startsWith(`${sha256}.`) && !entry.name.endsWith('.unfinished'),
  );
  return found && path.join(folder, found.name);
}
