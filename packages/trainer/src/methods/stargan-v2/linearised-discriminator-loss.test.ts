// The merged form against plain double differentiation: equal terms, equal gradients of every parameter.
import type * as tf from '@tensorflow/tfjs-core';
import { resolveConfig } from '@starlab/experiment';
import { starganV2Architecture, starganV2Shapes, type HostTensor } from '@starlab/models';
import { expectAllClose, goldenParameter, sym } from '@starlab/testing';
import { expect, it } from 'vitest';
import { entry, evaluate, tensorOf } from '../../../test/evaluate.ts';
import { gradientsOf } from '../../optimisation/gradients-of.ts';
import { discriminatorLoss, type DiscriminatorLossInput } from './discriminator-loss.ts';
import { linearisedDiscriminatorLoss } from './linearised-discriminator-loss.ts';

const architecture = starganV2Architecture(resolveConfig({ imageSize: 32, baseWidth: 3, maxWidth: 5 }), 2);
const weights = Object.fromEntries(
  Object.entries(starganV2Shapes(architecture).discriminator).map(([name, shape]): [string, HostTensor] => [
    name,
    { shape, data: goldenParameter(`discriminator.${name}`, shape) },
  ]),
);
const image = (name: string): HostTensor => ({
  shape: [2, 3, 32, 32],
  data: sym(name, [2, 3, 32, 32], 1),
});
const inputs: Record<string, HostTensor> = {
  ...weights,
  image: image('x'),
  fake: image('fake'),
  sourceDomain: tensorOf([1, 0, 0, 1], [2, 2]),
  targetDomain: tensorOf([0, 1, 0, 1], [2, 2]),
};

it('has the terms and the gradients of the plain form', async () => {
  const outputs = await evaluate((given) => {
    const tensor = <T extends tf.Tensor>(name: string): T => entry(given, name) as T;
    const discriminator = Object.fromEntries(Object.keys(weights).map((name) => [name, tensor(name)]));
    const input: DiscriminatorLossInput = {
      discriminator,
      architecture,
      lambdaReg: 3,
      image: tensor('image'),
      sourceDomain: tensor('sourceDomain'),
      fake: tensor('fake'),
      targetDomain: tensor('targetDomain'),
    };
    const plain = gradientsOf(() => discriminatorLoss(input), { discriminator });
    const linearised = gradientsOf(linearisedDiscriminatorLoss(input), { discriminator });
    const named = (prefix: string, tensors: Readonly<Record<string, tf.Tensor>>) =>
      Object.fromEntries(Object.entries(tensors).map(([name, value]) => [`${prefix}${name}`, value]));
    return {
      ...named('plain/', { ...plain.terms, ...plain.gradients.discriminator }),
      ...named('linearised/', { ...linearised.terms, ...linearised.gradients.discriminator }),
    };
  }, inputs);
  const names = [...Object.keys(weights), 'real', 'fake', 'reg'];
  expect(Object.keys(outputs)).toHaveLength(2 * names.length);
  for (const name of names) {
    const plain = entry(outputs, `plain/${name}`);
    // Float32 sums in another order: rounding relative to the largest element of the gradient.
    const largest = Math.max(...plain.map(Math.abs));
    expectAllClose(entry(outputs, `linearised/${name}`), plain, { absolute: 1e-5 * largest, relative: 0 });
    expect(largest).toBeGreaterThan(0);
  }
});
