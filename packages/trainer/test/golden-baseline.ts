// For replays of the baselines' golden files (MUNIT, DRIT, MSGAN): what the files hold, and how closely ours must follow.
import { readFileSync } from 'node:fs';
import {
  goldenParameter,
  expectAllClose,
  expectGoldenTensor,
  sym,
  type GoldenTensor,
} from '@starlab/testing';
import { expect } from 'vitest';
import { z } from 'zod';
import { sizeOf, type HostTensor, type ParameterShapes } from '@starlab/models';
import { entry } from './evaluate.ts';

const shapeSchema = z.array(z.int());
const tensorSchema = z.object({
  shape: shapeSchema,
  base64: z.string(),
  stride: z.int().optional(),
  fullShape: shapeSchema.optional(),
  sum: z.number().optional(),
  l2: z.number().optional(),
});
const numbersSchema = z.record(z.string(), z.number());
const replayedSchema = z.object({
  iterations: z.array(
    z.object({
      kind: z.enum(['content', 'full']).optional(),
      losses: numbersSchema,
      gradNorm: numbersSchema,
      lr: numbersSchema.optional(),
    }),
  ),
  paramsAfter: z.record(z.string(), z.record(z.string(), z.object({ sum: z.number(), l2: z.number() }))),
  after: z.record(z.string(), tensorSchema),
});
const documentSchema = replayedSchema.extend({
  config: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  lrAfter: numbersSchema.optional(),
});

export type GoldenReplay = z.output<typeof replayedSchema>;

export function loadBaseline(file: string) {
  const text = readFileSync(new URL(`../golden/${file}.json`, import.meta.url), 'utf8');
  const document = documentSchema.parse(JSON.parse(text));
  const setting = (name: string): number => z.number().parse(document.config[name]);
  return { ...document, setting };
}

/** Uniform numbers of variance 1, which stand for draws from N(0, 1). */
export const normal = (name: string, shape: readonly number[]): Float32Array =>
  sym(name, shape, Math.sqrt(3));

/** Every network's weights by the formula. */
export function goldenWeights<Network extends string>(
  shapes: Readonly<Record<Network, ParameterShapes>>,
): Record<Network, Record<string, HostTensor>> {
  const networks = Object.entries<ParameterShapes>(shapes).map(([network, ofNetwork]) => {
    const weights = Object.entries(ofNetwork).map(([name, shape]) => [
      name,
      { shape, data: goldenParameter(`${network}.${name}`, shape) },
    ]);
    return [network, Object.fromEntries(weights)];
  });
  return Object.fromEntries(networks) as Record<Network, Record<string, HostTensor>>;
}

/** Relative errors. The authors' own runs (threads, with and without oneDNN, float64) part by a fifth to a half of these. */
export interface BaselineTolerances {
  /** Of a loss or norm where it is recorded first, before rounding has moved a weight by the sign of its gradient. */
  readonly firstLoss: number;
  readonly firstGradient: number;
  readonly laterLoss: number;
  readonly laterGradient: (name: string) => number;
  /** Absolute. */
  readonly image: number;
  readonly parameterNorm: number;
}

type Outputs = Readonly<Record<string, Float32Array>>;

/** Losses below this are compared absolutely, in its share. */
const SMALL_LOSS = 0.01;

/** Every loss and gradient norm of every iteration. */
export function expectFigures(
  { iterations }: GoldenReplay,
  outputs: readonly Outputs[],
  tolerances: BaselineTolerances,
): void {
  const seen = new Set<string>();
  const isFirst = (name: string): boolean => !seen.has(name) && Boolean(seen.add(name));
  iterations.forEach(({ losses, gradNorm }, iteration) => {
    const figure = (name: string): number => entry(outputs[iteration] ?? {}, name)[0] ?? Number.NaN;
    for (const [name, expected] of Object.entries(losses)) {
      const tolerance = isFirst(name) ? tolerances.firstLoss : tolerances.laterLoss;
      const error = Math.abs(figure(name) - expected) / Math.max(Math.abs(expected), SMALL_LOSS);
      expect(error, `${name} of iteration ${iteration}`).toBeLessThanOrEqual(tolerance);
    }
    for (const [name, expected] of Object.entries(gradNorm)) {
      const tolerance = isFirst(`norm of ${name}`)
        ? tolerances.firstGradient
        : tolerances.laterGradient(name);
      const error = Math.abs(figure(`gradient_norm/${name}`) / expected - 1);
      expect(error, `gradient norm of ${name} in iteration ${iteration}`).toBeLessThanOrEqual(tolerance);
    }
  });
}

/** Sum and L2 norm of every parameter after the last iteration. */
export function expectParameters(
  { paramsAfter }: GoldenReplay,
  state: Outputs,
  { parameterNorm }: BaselineTolerances,
): void {
  for (const [network, ofNetwork] of Object.entries(paramsAfter))
    for (const [name, { sum, l2 }] of Object.entries(ofNetwork)) {
      const values = entry(state, `parameters/${network}/${name}`);
      const ourSum = values.reduce((total, value) => total + value, 0);
      expectAllClose([Math.hypot(...values)], [l2], { absolute: 0, relative: parameterNorm });
      expectAllClose([ourSum], [sum], { absolute: 1e-3 * Math.sqrt(values.length), relative: 0 });
    }
}

export function expectImages(
  golden: Readonly<Record<string, GoldenTensor>>,
  images: Outputs,
  { image }: BaselineTolerances,
): void {
  for (const [name, expected] of Object.entries(golden))
    expectGoldenTensor(entry(images, name), expected, { absolute: image, relative: 0 });
}

/** The trained networks' parameters as tensors of a program's state, `<network>.<name>`. */
export function trainedWeights(
  shapes: Readonly<Record<string, ParameterShapes>>,
  state: Outputs,
): Record<string, HostTensor> {
  const weights = Object.entries(shapes).flatMap(([network, ofNetwork]) =>
    Object.entries(ofNetwork).map(([name, shape]): [string, HostTensor] => {
      const data = entry(state, `parameters/${network}/${name}`);
      if (data.length !== sizeOf(shape)) throw new Error(`${network}.${name} has ${data.length} values`);
      return [`${network}.${name}`, { shape, data }];
    }),
  );
  return Object.fromEntries(weights);
}
