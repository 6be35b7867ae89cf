// What the iterations of the ablation's configurations compute, and that the engine's agree with plain tfjs.
import { openDevice, type DeviceName } from '@starlab/engine';
import { configurationSchema, resolveConfig, type RunConfigInput } from '@starlab/experiment';
import { architectureOf } from '@starlab/models';
import { expectAllClose } from '@starlab/testing';
import { describe, expect, it } from 'vitest';
import { compileTraining } from '../src/methods/compile-training.ts';
import { trainingMethod } from '../src/methods/method-of.ts';
import type { TrainingStepOptions } from '../src/methods/training-method.ts';
import { entry } from './evaluate.ts';
import { goldenBatch, goldenState, type Setting } from './golden-case.ts';

function caseOf(change: RunConfigInput): Setting {
  const config = resolveConfig({
    imageSize: 32,
    batchSize: 1,
    baseWidth: 2,
    maxWidth: 2,
    hiddenDimension: 4,
    styleDimension: 4,
    latentDimension: 2,
    ...(change.configuration === 'A' || change.configuration === 'B'
      ? { residualBlocks: 1, criticSteps: 1 }
      : {}),
    ...change,
  });
  return { config, architecture: architectureOf(config, 2) };
}

interface Trained {
  /** Of each iteration. */
  readonly outputs: Record<string, Float32Array>[];
  readonly state: Record<string, Float32Array>;
}

interface TrainedOptions extends TrainingStepOptions {
  readonly deviceName: DeviceName;
  readonly iterations?: number;
  /** Default: the golden one. */
  readonly state?: ReturnType<typeof goldenState>;
}

async function trained(
  setting: Setting,
  { deviceName, iterations = 1, state = goldenState(setting), ...options }: TrainedOptions,
): Promise<Trained> {
  const { config, architecture } = setting;
  const device = await openDevice(deviceName);
  const program = await compileTraining(device, { ...setting, state, ...options });
  const method = trainingMethod(config, architecture, options);
  const outputs: Record<string, Float32Array>[] = [];
  for (let iteration = 0; iteration < iterations; iteration++)
    outputs.push(await program.run(iteration, method.inputs(goldenBatch(setting, iteration), { iteration })));
  const after = await program.readState();
  await program.dispose();
  return { outputs, state: after };
}

const starganTerms = ['D/fake', 'D/gp', 'D/real'];
const pass = (update: string, terms: readonly string[]) => terms.map((term) => `${update}/${term}`);
const discriminatorTerms = ['fake', 'real', 'reg'];

const expectedTerms = {
  A: ['D/cls', ...starganTerms, 'G/adv', 'G/cls', 'G/cyc'],
  B: [...starganTerms, 'G/adv', 'G/cyc'],
  C: [
    ...pass('D/label', discriminatorTerms),
    ...pass('D/label2', discriminatorTerms),
    ...pass('G/label', ['adv', 'cyc']),
    ...pass('G/label2', ['adv', 'cyc']),
  ],
  D: [
    ...pass('D/latent', discriminatorTerms),
    ...pass('D/latent2', discriminatorTerms),
    ...pass('G/latent', ['adv', 'cyc', 'latent_reconstruction']),
    ...pass('G/latent2', ['adv', 'cyc', 'latent_reconstruction']),
  ],
  E: [
    ...pass('D/latent', discriminatorTerms),
    ...pass('D/ref', discriminatorTerms),
    ...pass('G/latent', ['adv', 'cyc', 'sty']),
    ...pass('G/ref', ['adv', 'cyc', 'sty']),
  ],
  F: [
    ...pass('D/latent', discriminatorTerms),
    ...pass('D/ref', discriminatorTerms),
    ...pass('G/latent', ['adv', 'cyc', 'ds', 'sty']),
    ...pass('G/ref', ['adv', 'cyc', 'ds', 'sty']),
  ],
};

describe.each(configurationSchema.options)('configuration %s', (configuration) => {
  const setting = caseOf({ configuration });

  it('has its loss terms, and agrees with plain tfjs', async () => {
    const compiled = (await trained(setting, { deviceName: 'cpu' })).outputs[0] ?? {};
    expect(Object.keys(compiled).sort()).toEqual(expectedTerms[configuration]);
    const plain = (await trained(setting, { deviceName: 'tfjs-cpu', linearisedR1: false })).outputs[0] ?? {};
    expect(Object.keys(plain).sort()).toEqual(expectedTerms[configuration]);
    // Terms after the first update see rounding that Adam's first, sign-like step enlarges.
    for (const [name, values] of Object.entries(plain))
      expectAllClose(entry(compiled, name), values, { absolute: 1e-6, relative: 1e-3 });
  });
});

describe('configuration E', () => {
  it('takes no second guides', () => {
    const { config, architecture } = caseOf({ configuration: 'E' });
    const { forms } = trainingMethod(config, architecture);
    expect(Object.keys(forms['iteration']?.inputs ?? {})).not.toContain('latent2');
  });
});

describe('gradient accumulation', () => {
  const of = (accumulationSteps: number): Setting =>
    caseOf({ batchSize: 4, accumulationSteps, learningRate: 1e-2, mappingLearningRate: 1e-2 });
  /** Second moments of 1: a step is then proportional to its gradient, and rounding stays rounding. */
  const state = Object.fromEntries(
    Object.entries(goldenState(of(1))).map(([name, { shape, data }]) => [
      name,
      { shape, data: name.startsWith('moment2/') ? data.map(() => 1) : data },
    ]),
  );
  const options = { deviceName: 'cpu', gradientNorms: true, state } as const;

  it('over parts of one image gives the gradients of the whole batch', async () => {
    const whole = await trained(of(1), options);
    const inParts = await trained(of(4), options);
    const [outputs = {}, outputsInParts = {}] = [whole.outputs[0], inParts.outputs[0]];
    expect(Object.keys(outputsInParts).sort()).toEqual(Object.keys(outputs).sort());
    // Sums in another order: a few units in the last place of each term's largest summand.
    for (const [name, values] of Object.entries(outputs))
      expectAllClose(entry(outputsInParts, name), values, { absolute: 1e-6, relative: 2e-5 });
    for (const [name, values] of Object.entries(whole.state))
      expectAllClose(entry(inParts.state, name), values, { absolute: 2e-6, relative: 1e-5 });
  });
});

describe('configuration A', () => {
  it('leaves the generator as it is until the discriminator has had its steps', async () => {
    const setting = caseOf({ configuration: 'A', criticSteps: 3 });
    const before = goldenState(setting);
    const { state, outputs } = await trained(setting, { deviceName: 'cpu', iterations: 2 });
    expect(Object.keys(outputs[1] ?? {})).not.toContain('G/adv');
    for (const [name, { data }] of Object.entries(before))
      if (name.startsWith('parameters/generator/')) expect(entry(state, name)).toEqual(data);
    const discriminator = 'parameters/discriminator/main.0.weight';
    expect(entry(state, discriminator)).not.toEqual(before[discriminator]?.data);
  });

  it('keeps no moving average', () => {
    const names = Object.keys(goldenState(caseOf({ configuration: 'A' })));
    expect(names.filter((name) => name.startsWith('average/'))).toEqual([]);
  });
});

describe('the compiled iteration', () => {
  it('agrees with plain tfjs and plain double differentiation where β₁ > 0', async () => {
    const small = caseOf({ beta1: 0.5, batchSize: 1 });
    const compiled = await trained(small, { deviceName: 'cpu' });
    const plain = await trained(small, { deviceName: 'tfjs-cpu', linearisedR1: false });
    // An element whose gradient is near 0 may take each of its two steps the other way.
    const tolerance = { absolute: 4.1 * small.config.learningRate, relative: 0 };
    for (const [name, values] of Object.entries(plain.state).filter(([key]) => key.startsWith('parameters/')))
      expectAllClose(entry(compiled.state, name), values, tolerance);
  });
});
