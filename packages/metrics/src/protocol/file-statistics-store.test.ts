import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { featureStatistics } from '../frechet/feature-statistics.ts';
import { fileStatisticsStore } from './file-statistics-store.ts';

const statistics = featureStatistics([1, 2, 3, 4.5, Math.PI, 6, 1e-30, 8, 9], 3);

describe('the store of statistics in files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'starlab-statistics-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives back exactly what was put in, to another store on the same folder too', async () => {
    await fileStatisticsStore(join(folder, 'new')).set('real/größe', statistics);
    const found = await fileStatisticsStore(join(folder, 'new')).get('real/größe');
    expect(found).toEqual(statistics);
  });

  it('knows nothing of other keys, nor of files that were cut short', async () => {
    const store = fileStatisticsStore(folder);
    expect(await store.get('a')).toBeUndefined();
    await store.set('a', statistics);
    expect(await store.get('b')).toBeUndefined();
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), (await readFile(join(folder, name))).subarray(0, 60));
    expect(await store.get('a')).toBeUndefined();
  });
});
