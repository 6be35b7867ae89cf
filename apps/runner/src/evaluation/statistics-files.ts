// What networks make of real images, on disk: statistics, and features for KID, in files named by the SHA-256 of all they depend
// on. Computed once per data set and network.
import type { FeatureStatistics, StatisticsStore } from '@starlab/metrics';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const storedSchema = z.object({
  dimension: z.int(),
  count: z.int(),
  mean: z.base64(),
  covariance: z.base64(),
});

const toText = (values: Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

function fromText(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  const values = new Float64Array(bytes.length / Float64Array.BYTES_PER_ELEMENT);
  new Uint8Array(values.buffer).set(bytes);
  return values;
}

function parse(text: string): FeatureStatistics | undefined {
  const stored = storedSchema.safeParse(JSON.parse(text));
  if (!stored.success) return undefined;
  const { dimension, count, mean, covariance } = stored.data;
  return { dimension, count, mean: fromText(mean), covariance: fromText(covariance) };
}

/** A copy, since a read buffer need not begin where a float may. */
function floatsOf(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  new Uint8Array(values.buffer).set(bytes);
  return values;
}

/** Written beside and renamed: a file that is there is whole. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.partial`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}

export function statisticsFiles(folder: string): StatisticsStore {
  const pathOf = (key: string, extension: string): string =>
    join(folder, `${createHash('sha256').update(key).digest('hex')}.${extension}`);
  return {
    async get(key) {
      try {
        return parse(await readFile(pathOf(key, 'json'), 'utf8'));
      } catch {
        return undefined; // not there, or cut short: computed again
      }
    },
    async set(key, { dimension, count, mean, covariance }) {
      const stored = { dimension, count, mean: toText(mean), covariance: toText(covariance) };
      await writeWhole(pathOf(key, 'json'), JSON.stringify(stored));
    },
    async getFeatures(key) {
      try {
        return floatsOf(await readFile(pathOf(key, 'f32')));
      } catch {
        return undefined;
      }
    },
    async setFeatures(key, features) {
      const bytes = new Uint8Array(features.buffer, features.byteOffset, features.byteLength);
      await writeWhole(pathOf(key, 'f32'), bytes);
    },
  };
}
