// Fréchet distances of small sets of features, rank-deficient ones too.
import { featureStatistics, frechetDistance } from '@starlab/metrics';
import { sym } from '@starlab/testing/golden';
import { z } from 'zod';
import { compareNumber, type Comparison, type Tolerance } from '../comparison.ts';
import { goldenKind } from '../golden-kind.ts';

// Where there are fewer images than dimensions, scipy's matrix root and the eigenvalue form part by 5e-8 themselves.
const DISTANCE = { kind: 'relative', tolerance: 2e-7 } satisfies Tolerance;
const IDENTICAL = 'identical sets';

const schema = z.object({
  cases: z
    .array(
      z.object({
        tag: z.string(),
        n1: z.int().min(2),
        n2: z.int().min(2),
        dims: z.int().min(1),
        scipySqrtm: z.number(),
        eigenForm: z.number(),
      }),
    )
    .min(1),
});
type Case = z.output<typeof schema>['cases'][number];

/** a·(I + 0.3·mix), in float64 on the formula's float32 numbers. */
function mixed(a: Float32Array, mix: Float32Array, dimension: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    const column = i % dimension;
    let sum = a[i] ?? 0;
    for (let k = 0; k < dimension; k++)
      sum += 0.3 * (a[i - column + k] ?? 0) * (mix[k * dimension + column] ?? 0);
    result[i] = sum;
  }
  return result;
}

function distanceOf({ tag, n1, n2, dims }: Case): number {
  const a = sym(`fid/${tag}/a`, [n1, dims], 1);
  const mix = sym(`fid/${tag}/mix`, [dims, dims], 1 / Math.sqrt(dims));
  const b =
    tag === IDENTICAL ? a : Float64Array.from(sym(`fid/${tag}/b`, [n2, dims], 0.8), (value) => value + 0.1);
  return frechetDistance(featureStatistics(mixed(a, mix, dims), dims), featureStatistics(b, dims));
}

async function replay({ cases }: z.output<typeof schema>): Promise<Comparison[]> {
  return cases.flatMap((one) => {
    const distance = distanceOf(one);
    return [
      compareNumber({ group: 'eigenvalue form', name: one.tag }, distance, one.eigenForm, DISTANCE),
      compareNumber({ group: 'scipy’s matrix root', name: one.tag }, distance, one.scipySqrtm, DISTANCE),
    ];
  });
}

export const frechet = goldenKind({
  name: 'frechet',
  holds: 'Fréchet distances of small sets of features',
  onDevice: false,
  marks: ['cases.0.eigenForm'],
  schema,
  replay,
});
