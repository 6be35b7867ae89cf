// Small cases by the formula of the reference values: weights, moments, and a batch for each iteration. For tests.
import type { Batch, RunConfig } from '@starlab/experiment';
import { sizeOf, type Architecture, type HostTensor } from '@starlab/models';
import { goldenParameter, ints, sym } from '@starlab/testing';
import { stateShapes } from '../src/state/state-shapes.ts';

export interface Setting {
  readonly config: RunConfig;
  readonly architecture: Architecture;
}

/** The state before the first iteration: weights by the formula, moments 0, averages equal to the weights. */
export function goldenState({ config, architecture }: Setting): Record<string, HostTensor> {
  const valuesOf = (flatName: string, shape: readonly number[]): Float32Array => {
    const [group, network, name] = flatName.split('/');
    return group?.startsWith('moment')
      ? new Float32Array(sizeOf(shape))
      : goldenParameter(`${network}.${name}`, shape);
  };
  return Object.fromEntries(
    Object.entries(stateShapes(config, architecture)).map(([name, shape]) => [
      name,
      { shape, data: valuesOf(name, shape) },
    ]),
  );
}

export function goldenBatch({ config, architecture }: Setting, iteration: number): Batch {
  const { batchSize, imageSize, latentDimension } = config;
  const image = (name: string): Float32Array =>
    sym(`iter${iteration}/${name}`, [batchSize, 3, imageSize, imageSize], 1);
  const latent = (name: string): Float32Array =>
    sym(`iter${iteration}/${name}`, [batchSize, latentDimension], Math.sqrt(3));
  const domain = (name: string): Int32Array =>
    ints(`iter${iteration}/${name}`, batchSize, architecture.domainCount);
  return {
    source: image('x_src'),
    reference: image('x_ref'),
    reference2: image('x_ref2'),
    sourceDomain: domain('y_src'),
    targetDomain: domain('y_ref'),
    latent: latent('z_trg'),
    latent2: latent('z_trg2'),
  };
}
