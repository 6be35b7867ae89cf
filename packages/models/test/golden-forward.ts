// For the baselines' forward tests: golden files, weights by the formula, and outputs of networks on the device that trains.
import { readFileSync } from 'node:fs';
import { openDevice } from '@starlab/engine';
import { goldenParameter, sym } from '@starlab/testing';
import { z } from 'zod';
import type { ParameterShapes } from '../src/blocks/parameters.ts';
import type { ForwardStep } from '../src/translation/step-tensors.ts';
import { sizeOf } from '../src/weights/host-tensor.ts';

const shapeSchema = z.array(z.int());
const tensorSchema = z.object({
  shape: shapeSchema,
  base64: z.string(),
  stride: z.int().optional(),
  fullShape: shapeSchema.optional(),
  sum: z.number().optional(),
  l2: z.number().optional(),
});
const forwardSchema = z.object({
  config: z.record(z.string(), z.unknown()),
  paramCounts: z.record(z.string(), z.int()),
  paramShapes: z.record(z.string(), z.record(z.string(), shapeSchema)),
  forward: z.record(z.string(), z.union([tensorSchema, z.array(tensorSchema)])),
});

export function loadForward(file: string) {
  const golden = forwardSchema.parse(
    JSON.parse(readFileSync(new URL(`../golden/${file}.json`, import.meta.url), 'utf8')),
  );
  const setting = (name: string): number => z.number().parse(golden.config[name]);
  return { ...golden, setting };
}

/** Shapes in the order of the state dict. */
export const ordered = (shapes: Readonly<Record<string, ParameterShapes>>) =>
  Object.entries(shapes).map(([network, ofNetwork]) => [network, Object.entries(ofNetwork)]);

export const countOf = (shapes: ParameterShapes): number =>
  Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** Uniform numbers of variance 1, which stand for draws from N(0, 1). */
export const normal = (name: string, shape: readonly number[]): Float32Array =>
  sym(name, shape, Math.sqrt(3));

interface Forward {
  readonly shapes: Readonly<Record<string, ParameterShapes>>;
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly step: ForwardStep;
  /** The authors' names of networks, under which the formula fills them, where they differ from ours. */
  readonly officialNames?: Readonly<Record<string, string>>;
}

/** Outputs of networks with weights by the formula. */
export async function outputsOf(
  { shapes, inputShapes, step, officialNames = {} }: Forward,
  inputs: Readonly<Record<string, Float32Array>>,
): Promise<Record<string, Float32Array>> {
  const weights = Object.entries(shapes).flatMap(([network, ofNetwork]) =>
    Object.entries(ofNetwork).map(([name, shape]) => {
      const data = goldenParameter(`${officialNames[network] ?? network}.${name}`, shape);
      return [`${network}/${name}`, { shape, data }] as const;
    }),
  );
  const device = await openDevice('cpu', { threads: 1 });
  const program = await device.compile(step, { state: Object.fromEntries(weights), inputs: inputShapes });
  const outputs = await program.run(inputs);
  await program.dispose();
  return outputs;
}
