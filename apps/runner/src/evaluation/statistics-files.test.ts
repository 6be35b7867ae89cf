import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { statisticsFiles } from './statistics-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'starlab-statistics-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const statistics = {
  dimension: 2,
  count: 3,
  mean: Float64Array.of(0.1, -1e-300),
  covariance: Float64Array.of(1, 2, 2, 5),
};

it('gives back to the last bit what another process stored, each under its key', async () => {
  await statisticsFiles(folder).set('a', statistics);
  await statisticsFiles(folder).setFeatures('a', Float32Array.of(0.1, 1e-40, -3));
  expect(await statisticsFiles(folder).get('a')).toEqual(statistics);
  expect(await statisticsFiles(folder).getFeatures('a')).toEqual(Float32Array.of(0.1, 1e-40, -3));
  expect(await statisticsFiles(folder).get('b')).toBeUndefined();
  expect(await statisticsFiles(folder).getFeatures('b')).toBeUndefined();
});

it('knows nothing of statistics whose file was cut short', async () => {
  await statisticsFiles(folder).set('a', statistics);
  truncateSync(join(folder, readdirSync(folder)[0] ?? ''), 40);
  expect(await statisticsFiles(folder).get('a')).toBeUndefined();
});
