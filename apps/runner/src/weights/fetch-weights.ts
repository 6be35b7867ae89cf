// Downloads a published network and imports it; the download itself is deleted then, its hash is kept in the import.
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Home } from '../home.ts';
import { download } from './download.ts';
import { importWeights, type ImportedWeights } from './import-weights.ts';
import type { PublishedFile, PublishedName } from './published-files.ts';

export interface FetchWeights extends PublishedFile {
  readonly name: PublishedName;
  readonly home: Pick<Home, 'weights' | 'cache'>;
  readonly onProgress?: (done: number, total: number | undefined) => void;
}

/** @throws StarlabError as `download` and `importWeights` do. */
export async function fetchWeights(options: FetchWeights): Promise<ImportedWeights> {
  const { name, kind, url, sha256, home, onProgress } = options;
  const path = join(home.cache, 'downloads', `${name}-${basename(new URL(url).pathname)}`);
  await download({ url, path, sha256, ...(onProgress && { onProgress }) });
  const imported = await importWeights({ path, folder: home.weights, as: kind, name });
  await rm(path, { force: true });
  return imported;
}
