// LPIPS v0.1 with AlexNet filled by the formula: ReLU maps, distances between three pictures, and a group's mean distance.
import { loadImages, toTensorLayout } from '@starlab/data';
import {
  alexNetMapsStep,
  alexNetShapes,
  inceptionV3Shapes,
  loadLpips,
  openImageNetNetworks,
} from '@starlab/metrics';
import { decodeFloat32, sym } from '@starlab/testing/golden';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { compareArrays, compareNumber, type Comparison, type Tolerance } from '../comparison.ts';
import { formulaTensors } from '../formula.ts';
import { GoldenFileError, goldenKind, storedTensorSchema, type ReplayOptions } from '../golden-kind.ts';
import { meanAndDeviation } from './moments.ts';

// Float32 through five convolutions; distances are differences of unit vectors.
const MOMENT = { kind: 'relative', tolerance: 1e-5 } satisfies Tolerance;
const DISTANCE = { kind: 'relative', tolerance: 1e-4 } satisfies Tolerance;
const SHAPE = { kind: 'absolute', tolerance: 0 } satisfies Tolerance;

/** The pictures are of this size, and so are the formula's batches. */
const SIZE = 64;
const GROUP = 4;
const PER_BATCH = 3;

const schema = z.object({
  alexnetReluMapStats: z.array(z.object({ shape: z.array(z.int()), mean: z.number(), std: z.number() })),
  /** By `first|second`, names of pictures. */
  lpips: z.record(z.string().regex(/^[^|]+\|[^|]+$/), z.number()),
  groupOf4Mean: z.number(),
  linWeights: z.record(z.string(), storedTensorSchema),
});
type Document = z.output<typeof schema>;

export type LinearWeights = Document['linWeights'];
export const linearWeightsSchema = schema.pick({ linWeights: true });

/** The stored linear weights as tensors. */
export const linearTensors = (stored: LinearWeights) =>
  Object.fromEntries(
    Object.entries(stored).map(([name, tensor]) => [
      name,
      { shape: tensor.shape, data: decodeFloat32(tensor) },
    ]),
  );

/** The pictures lie beside the golden file, in `images/`, unless `--data` says otherwise. */
async function picture(name: string, { folder, data }: ReplayOptions): Promise<Float32Array> {
  const path = join(data ?? join(folder, 'images'), `${name}.png`);
  if (!existsSync(path))
    throw new GoldenFileError(`The picture ${path} is not there.`, {
      remedy: 'Give the folder of the file’s pictures with --data.',
    });
  return toTensorLayout(await loadImages([path], { imageSize: SIZE }), SIZE);
}

async function mapComparisons(document: Document, image: Float32Array, options: ReplayOptions) {
  const program = await options.device.compile(alexNetMapsStep, {
    state: loadLpips(formulaTensors('alexnet', alexNetShapes), linearTensors(document.linWeights)),
    inputs: { image: [1, 3, SIZE, SIZE] },
  });
  const maps = await program.run({ image });
  await program.dispose();
  return document.alexnetReluMapStats.flatMap(({ shape, mean, std }, layer) => {
    const map = maps[`map${layer}`];
    const ours = meanAndDeviation(map ?? [], 'numpy');
    const group = 'ReLU maps';
    const size = shape.reduce((product, n) => product * n, 1);
    return [
      compareNumber({ group, name: `${layer}, number of values` }, map?.length, size, SHAPE),
      compareNumber({ group, name: `${layer}, mean` }, ours.mean, mean, MOMENT),
      compareNumber({ group, name: `${layer}, standard deviation` }, ours.deviation, std, MOMENT),
    ];
  });
}

async function replay(document: Document, options: ReplayOptions): Promise<Comparison[]> {
  const names = [...new Set(Object.keys(document.lpips).flatMap((pair) => pair.split('|')))];
  const pictures = new Map<string, Float32Array>();
  for (const name of names) pictures.set(name, await picture(name, options));

  const networks = openImageNetNetworks({
    compiler: options.device,
    weights: {
      inception: formulaTensors('inception_v3', inceptionV3Shapes),
      alexNet: formulaTensors('alexnet', alexNetShapes),
      lpips: linearTensors(document.linWeights),
    },
  });
  const distances: Comparison[] = [];
  for (const [pair, theirs] of Object.entries(document.lpips)) {
    const images = pair.split('|').map((name) => pictures.get(name) ?? new Float32Array());
    const ours = await networks.perceptual.meanPairwiseDistance(images, SIZE);
    distances.push(compareArrays({ group: 'distances', name: pair }, ours, [theirs], DISTANCE));
  }
  const batches = Array.from({ length: GROUP }, (_, i) =>
    sym(`lpips/group${i}`, [PER_BATCH, 3, SIZE, SIZE], 1),
  );
  const perSource = await networks.perceptual.meanPairwiseDistance(batches, SIZE);
  await networks.dispose();
  const first = pictures.get(names[0] ?? '') ?? new Float32Array();
  return [
    ...(await mapComparisons(document, first, options)),
    ...distances,
    compareNumber(
      { group: 'distances', name: `mean over the pairs of ${GROUP} batches` },
      meanAndDeviation(perSource, 'numpy').mean,
      document.groupOf4Mean,
      DISTANCE,
    ),
  ];
}

export const lpips = goldenKind({
  name: 'lpips',
  holds: 'LPIPS with AlexNet',
  marks: ['alexnetReluMapStats', 'lpips', 'groupOf4Mean', 'linWeights'],
  schema,
  replay,
});
