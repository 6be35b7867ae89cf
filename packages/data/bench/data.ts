// How fast batches come, cold (files never seen), warm (resized images on disk) and from memory; what each stage costs; and how
// long a training waits for its batches. Prints JSON.
//   npm run bench:data -- [--data <folder>] [--size 256] [--batch 8] [--batches 12] [--iteration-seconds 1]
// Without --data: JPEGs of 512 px with the grain of photographs, drawn for the purpose. Images a CPU second say what one core
// does whatever else the machine is at; `taskset -c 0` before the command makes it one core by the clock, too.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import {
  createBatchSource,
  imagesOf,
  openImageFolder,
  renderDemoData,
  type BatchSource,
  type BatchSourceOptions,
} from '../src/index.ts';
import { decodeByLibvips, decodeImage, useDecoded } from '../src/images/decode.ts';
import { writePlanar } from '../src/images/tensor-layout.ts';
import { resizeBilinear8, resizeBilinear8View } from '../src/resize/pillow.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    size: { type: 'string', default: '256' },
    batch: { type: 'string', default: '8' },
    batches: { type: 'string', default: '12' },
    'iteration-seconds': { type: 'string', default: '1' },
  },
});
const imageSize = Number(values.size);
const batchSize = Number(values.batch);
const batches = Number(values.batches);
const iterationSeconds = Number(values['iteration-seconds']);
/** Sources, references and second references. */
const IMAGES_PER_PLACE = 3;

// One thread an image: what matters is images a core.
sharp.concurrency(1);

/** The demo pictures at 512 px as JPEGs of 4:2:0, with grain that makes files as large as those of photographs of animals. */
async function drawPhotographs(root: string): Promise<void> {
  const drawn = join(root, 'drawn');
  await renderDemoData({ directory: drawn, imageSize: 512, trainPerDomain: 12, valPerDomain: 1 });
  let state = 1;
  const grain = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >> 28) * 1.2;
  };
  for (const split of ['train', 'val'])
    for (const domain of await readdir(join(drawn, split), { withFileTypes: true })) {
      if (!domain.isDirectory()) continue;
      const target = join(root, 'photographs', split, domain.name);
      await mkdir(target, { recursive: true });
      for (const file of await readdir(join(drawn, split, domain.name))) {
        const { rgb, width, height } = await decodeImage(
          await readFile(join(drawn, split, domain.name, file)),
        );
        const grained = Uint8ClampedArray.from(rgb, (value) => value + grain());
        const jpeg = await sharp(grained, { raw: { width, height, channels: 3 } })
          .jpeg({ quality: 90 })
          .toBuffer();
        await writeFile(join(target, file.replace('.png', '.jpg')), jpeg);
      }
    }
}

interface Rate {
  readonly perSecond: number;
  readonly perCpuSecond: number;
  readonly cpuMilliseconds: number;
}

/** Images a second of `work`, which treats `count` images. */
async function rateOf(count: number, work: () => Promise<void> | void): Promise<Rate> {
  const [start, cpuStart] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuStart);
  const cpuSeconds = (user + system) / 1e6;
  return {
    perSecond: Math.round(count / seconds),
    perCpuSecond: Math.round(count / cpuSeconds),
    cpuMilliseconds: Math.round((1e5 * cpuSeconds) / count) / 100,
  };
}

async function runThrough(source: BatchSource, from = 0): Promise<void> {
  for (let iteration = from; iteration < from + batches; iteration++)
    source.giveBack(await source.batch(iteration));
}

/** After as many batches that are not counted: code is compiled and memory there. */
async function steadyRate(source: BatchSource): Promise<Rate> {
  await runThrough(source);
  return rateOf(batches * batchSize * IMAGES_PER_PLACE, () => runThrough(source, batches));
}

/** Milliseconds that each batch is waited for by a training whose iterations take `iterationSeconds`. */
async function waiting(source: BatchSource): Promise<{ first: number; median: number; max: number }> {
  const waits: number[] = [];
  for (let iteration = 0; iteration < batches; iteration++) {
    const start = performance.now();
    const batch = await source.batch(iteration);
    waits.push(Math.round(10 * (performance.now() - start)) / 10);
    await pause(1000 * iterationSeconds);
    source.giveBack(batch);
  }
  const [first = 0, ...later] = waits;
  const sorted = later.toSorted((a, b) => a - b);
  return { first, median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** What the stages of an image cost, one image at a time. */
async function stages(files: readonly Buffer[]): Promise<Record<string, Rate>> {
  const decoded = await Promise.all(files.map(decodeImage));
  const area = 3 * imageSize * imageSize;
  const target = new Float32Array(area);
  const resized = decoded.map((image) =>
    resizeBilinear8(image.rgb, { ...image, channels: 3 }, { width: imageSize, height: imageSize }),
  );
  const decode = async (): Promise<void> => {
    for (const file of files) await useDecoded(file, () => undefined);
  };
  const decodeWithLibvips = async (): Promise<void> => {
    for (const file of files) await decodeByLibvips(file);
  };
  const resize = (): void => {
    for (const image of decoded)
      resizeBilinear8View(image.rgb, { ...image, channels: 3 }, { width: imageSize, height: imageSize });
  };
  const layOut = (): void => {
    for (const image of resized) writePlanar(image, { tensor: target, offset: 0, size: imageSize });
  };
  const work = { decode, decodeWithLibvips, resize, layOut };
  const rates: Record<string, Rate> = {};
  for (const [name, stage] of Object.entries(work)) {
    for (let round = 0; round < 5; round++) await stage(); // compiled by now
    rates[name] = await rateOf(files.length, stage);
  }
  return rates;
}

const temporary = await mkdtemp(join(tmpdir(), 'starlab-bench-'));
try {
  if (values.data === undefined) await drawPhotographs(temporary);
  const folder = await openImageFolder(values.data ?? join(temporary, 'photographs'));
  const paths = folder.domains.flatMap((domain) => imagesOf(folder, 'train', domain)).slice(0, 64);
  const files = await Promise.all(paths.map((path) => readFile(path)));
  const config = {
    method: 'stargan-v2' as const,
    imageSize,
    batchSize,
    randomCropProbability: 0.5,
    latentDimension: 16,
    seed: 777,
  };
  const source = (options: Partial<BatchSourceOptions> = {}): BatchSource =>
    createBatchSource({ folder, config, cacheBytes: 0, ...options });
  const resizedFolder = join(temporary, 'resized');

  const byStage = await stages(files);
  const cold = await steadyRate(source());
  await runThrough(source({ resizedFolder }), batches); // fills the cache
  const warm = await steadyRate(source({ resizedFolder }));
  const warmInMemory = await steadyRate(source({ cacheBytes: 2 ** 30, resizedFolder }));
  const warmWithoutCrops = await steadyRate(
    source({ resizedFolder, config: { ...config, randomCropProbability: 0 } }),
  );
  const waits = { cold: await waiting(source()), warm: await waiting(source({ resizedFolder })) };
  console.log(
    JSON.stringify(
      {
        setting: {
          data: values.data ?? 'drawn JPEGs of 512 px',
          bytesPerFile: Math.round(files.reduce((sum, file) => sum + file.length, 0) / files.length),
          imageSize,
          batchSize,
          batches,
          cores: availableParallelism(),
          loadAverage: loadavg()[0],
        },
        stages: byStage,
        images: { cold, warm, warmInMemory, warmWithoutCrops },
        waitedMilliseconds: { iterationSeconds, imagesPerIteration: batchSize * IMAGES_PER_PLACE, ...waits },
      },
      null,
      2,
    ),
  );
} finally {
  await rm(temporary, { recursive: true, force: true });
}
