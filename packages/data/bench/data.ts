// How fast batches come: decoding (the first time an image is met) and augmentation (every time), in images a second.
// npx tsx bench/data.ts [--data <folder>] [--size 256] [--batch 8] [--batches 40]; prints one line of JSON.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBatchSource, openImageFolder, renderDemoData, type BatchSource } from '../src/index.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    size: { type: 'string', default: '64' },
    batch: { type: 'string', default: '8' },
    batches: { type: 'string', default: '40' },
  },
});
const imageSize = Number(values.size);
const batchSize = Number(values.batch);
const batches = Number(values.batches);
/** Sources, references and second references. */
const IMAGES_PER_PLACE = 3;

async function imagesPerSecond(source: BatchSource): Promise<number> {
  const start = performance.now();
  for (let iteration = 0; iteration < batches; iteration++) await source.batch(iteration);
  const seconds = (performance.now() - start) / 1000;
  return Math.round((batches * batchSize * IMAGES_PER_PLACE) / seconds);
}

const temporary = values.data === undefined ? await mkdtemp(join(tmpdir(), 'starlab-bench-')) : undefined;
try {
  const root = values.data ?? temporary ?? '';
  let renderSeconds: number | undefined;
  if (temporary) {
    const start = performance.now();
    await renderDemoData({ directory: temporary });
    renderSeconds = Math.round(performance.now() - start) / 1000;
  }
  const folder = await openImageFolder(root);
  const config = { imageSize, batchSize, randomCropProbability: 0.5, latentDimension: 16, seed: 777 };
  const uncached = createBatchSource({ folder, config, cacheBytes: 0 });
  const decodeAndAugment = await imagesPerSecond(uncached);
  uncached.close();
  const cached = createBatchSource({ folder, config });
  await imagesPerSecond(cached); // fills the cache
  const augment = await imagesPerSecond(cached);
  cached.close();
  console.log(
    JSON.stringify({
      data: values.data ?? 'demo',
      imageSize,
      batchSize,
      batches,
      threads: availableParallelism(),
      imagesPerSecond: { decodeAndAugment, augmentFromMemory: augment },
      ...(renderSeconds === undefined ? {} : { demoRenderSeconds: renderSeconds }),
    }),
  );
} finally {
  if (temporary) await rm(temporary, { recursive: true, force: true });
}
