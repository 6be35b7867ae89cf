// Real images' statistics on disk, named by the SHA-256 of all they depend on: computed once per data set and network.
import type { FeatureStatistics, StatisticsStore } from '@starlab/metrics';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

export function statisticsFiles(folder: string): StatisticsStore {
  const pathOf = (key: string): string =>
    join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    async get(key) {
      try {
        return parse(await readFile(pathOf(key), 'utf8'));
      } catch {
        return undefined; // not there, or cut short: computed again
      }
    },
    async set(key, { dimension, count, mean, covariance }) {
      await mkdir(folder, { recursive: true });
      const path = pathOf(key);
      const temporary = `${path}.${process.pid}.partial`;
      await writeFile(
        temporary,
        JSON.stringify({ dimension, count, mean: toText(mean), covariance: toText(covariance) }),
      );
      await rename(temporary, path);
    },
  };
}
