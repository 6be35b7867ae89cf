// Inception-v3's pooled features of torchvision's variant, on a formula's weights and inputs.
import { INCEPTION_SIZE, inceptionV3Shapes, inceptionV3Step, loadInceptionV3 } from '@starlab/metrics';
import { decodeFloat32, sym } from '@starlab/testing/golden';
import { z } from 'zod';
import {
  compareArrays,
  compareCounts,
  compareNumber,
  type Comparison,
  type Tolerance,
} from '../comparison.ts';
import { formulaTensors } from '../formula.ts';
import { goldenKind, storedTensorSchema, type ReplayOptions } from '../golden-kind.ts';
import { meanAndDeviation } from './moments.ts';

// Float32 through 94 layers, with features up to 30: the reference itself varies by 5e-6 with its threads.
const FEATURE = { kind: 'absolute', tolerance: 1e-4 } satisfies Tolerance;
const MOMENT = { kind: 'relative', tolerance: 1e-5 } satisfies Tolerance;

const schema = z.object({
  features: storedTensorSchema,
  featureStats: z.object({ mean: z.number(), std: z.number() }),
  paramNames: z.record(z.string(), z.array(z.int())),
});
type Document = z.output<typeof schema>;

function compareShapes({ paramNames }: Document): Comparison {
  const theirs = Object.entries(paramNames);
  const equal = theirs.filter(([name, shape]) => String(inceptionV3Shapes[name]) === String(shape)).length;
  const surplus = Object.keys(inceptionV3Shapes).filter((name) => !(name in paramNames)).length;
  return compareCounts({ group: 'parameter shapes', name: 'inception_v3' }, equal + surplus, theirs.length);
}

async function replay(document: Document, { device }: ReplayOptions): Promise<Comparison[]> {
  const shape = [document.features.shape[0] ?? 0, 3, INCEPTION_SIZE, INCEPTION_SIZE];
  const program = await device.compile(inceptionV3Step, {
    state: loadInceptionV3(formulaTensors('inception_v3', inceptionV3Shapes)),
    inputs: { image: shape },
  });
  const { features } = await program.run({ image: sym('inception/input', shape, 1) });
  await program.dispose();
  const ours = meanAndDeviation(features ?? [], 'pytorch');
  const { mean, std } = document.featureStats;
  return [
    compareShapes(document),
    compareArrays({ group: 'features', name: 'pooled' }, features, decodeFloat32(document.features), FEATURE),
    compareNumber({ group: 'moments', name: 'mean' }, ours.mean, mean, MOMENT),
    compareNumber({ group: 'moments', name: 'standard deviation' }, ours.deviation, std, MOMENT),
  ];
}

export const inception = goldenKind({
  name: 'inception-v3',
  holds: 'Inception-v3’s pooled features',
  marks: ['features.base64', 'featureStats', 'paramNames'],
  schema,
  replay,
});
