// Statistics of real images in a folder, so that later runs on the same data find them: one file per key, a line of JSON
// and then the numbers.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { FeatureStatistics } from '../frechet/feature-statistics.ts';
import type { StatisticsStore } from './real-statistics.ts';

const headerSchema = z.strictObject({ key: z.string(), dimension: z.int().min(1), count: z.int().min(2) });

/** A store in `folder`, which is made when needed. A file that is damaged counts as missing. */
export function fileStatisticsStore(folder: string): StatisticsStore {
  const pathOf = (key: string): string =>
    join(folder, `${createHash('sha256').update(key).digest('hex')}.statistics`);
  return {
    async get(key) {
      const bytes = await readFile(pathOf(key)).catch((error: NodeJS.ErrnoException): undefined => {
        if (error.code !== 'ENOENT') throw error;
      });
      return bytes && decodeStatistics(bytes, key);
    },
    async set(key, statistics) {
      await mkdir(folder, { recursive: true });
      const temporary = join(folder, `${randomUUID()}.part`);
      await writeFile(temporary, encodeStatistics(key, statistics));
      await rename(temporary, pathOf(key));
    },
  };
}

function encodeStatistics(key: string, { dimension, count, mean, covariance }: FeatureStatistics): Buffer {
  const bytes = (values: Float64Array): Buffer =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const header = Buffer.from(`${JSON.stringify({ key, dimension, count })}\n`);
  return Buffer.concat([header, bytes(mean), bytes(covariance)]);
}

function decodeStatistics(bytes: Buffer, key: string): FeatureStatistics | undefined {
  const end = bytes.indexOf('\n');
  const header = headerSchema.safeParse(parseJson(bytes.toString('utf8', 0, Math.max(end, 0))));
  if (!header.success || header.data.key !== key) return undefined;
  const { dimension, count } = header.data;
  // Copied: the header's length is no multiple of eight, which a view of float64 needs.
  const values = new Uint8Array(bytes.subarray(end + 1));
  if (values.length !== 8 * (dimension + dimension * dimension)) return undefined;
  const numbers = new Float64Array(values.buffer);
  return { dimension, count, mean: numbers.slice(0, dimension), covariance: numbers.slice(dimension) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
