// What the training step computes in configurations other than the golden ones.
import { openDevice, type DeviceName } from '@starlab/engine';
import { resolveConfig, type RunConfigInput } from '@starlab/experiment';
import { architectureOf } from '@starlab/models';
import { expectAllClose } from '@starlab/testing';
import { describe, expect, it } from 'vitest';
import { trainingInputs } from '../src/iteration/inputs.ts';
import { compileTraining } from '../src/iteration/compile-training.ts';
import type { TrainingStepOptions } from '../src/iteration/stargan-v2.ts';
import { goldenInputs, goldenState, type GoldenSetting } from './golden-case.ts';
import { entry } from './evaluate.ts';

function caseOf(change: RunConfigInput): GoldenSetting {
  const config = resolveConfig({
    imageSize: 32,
    batchSize: 1,
    baseWidth: 2,
    maxWidth: 2,
    hiddenDimension: 4,
    styleDimension: 4,
    latentDimension: 2,
    ...change,
  });
  return { config, architecture: architectureOf(config, 2) };
}

async function outputsOf(
  { config, architecture }: GoldenSetting,
  { deviceName, ...options }: { deviceName: DeviceName } & TrainingStepOptions,
): Promise<{ outputs: Record<string, Float32Array>; state: Record<string, Float32Array> }> {
  const device = await openDevice(deviceName);
  const program = await compileTraining(device, {
    config,
    architecture,
    state: goldenState({ config, architecture }),
    ...options,
  });
  const outputs = await program.run(goldenInputs({ config, architecture }, 0));
  const state = await program.readState();
  await program.dispose();
  return { outputs, state };
}

describe('configuration E', () => {
  it('takes no second guides, computes no diversity-sensitive term and gives none', async () => {
    const small = caseOf({ configuration: 'E', lambdaDs: 0 });
    expect(Object.keys(trainingInputs(small.config, small.architecture))).not.toContain('latent2');
    const { outputs } = await outputsOf(small, { deviceName: 'cpu' });
    expect(Object.keys(outputs).sort()).toEqual([
      'D/latent/fake',
      'D/latent/real',
      'D/latent/reg',
      'D/ref/fake',
      'D/ref/real',
      'D/ref/reg',
      'G/latent/adv',
      'G/latent/cyc',
      'G/latent/sty',
      'G/ref/adv',
      'G/ref/cyc',
      'G/ref/sty',
    ]);
  });
});

describe('the compiled iteration', () => {
  it('agrees with plain tfjs and plain double differentiation where β₁ > 0', async () => {
    const small = caseOf({ beta1: 0.5 });
    const compiled = await outputsOf(small, { deviceName: 'cpu' });
    const plain = await outputsOf(small, { deviceName: 'tfjs-cpu', linearisedR1: false });
    // Terms after the first update see rounding that Adam's first, sign-like step enlarges.
    for (const [name, values] of Object.entries(plain.outputs))
      expectAllClose(entry(compiled.outputs, name), values, { absolute: 1e-6, relative: 1e-3 });
    // An element whose gradient is near 0 may take each of its two steps the other way.
    const tolerance = { absolute: 4.1 * small.config.learningRate, relative: 0 };
    for (const [name, values] of Object.entries(plain.state).filter(([key]) => key.startsWith('parameters/')))
      expectAllClose(entry(compiled.state, name), values, tolerance);
  });
});
