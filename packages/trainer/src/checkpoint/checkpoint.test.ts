// Round trips bit for bit, and what a user reads when a checkpoint does not fit.
import { resolveConfig } from '@starlab/experiment';
import { architectureOf, encodeSafetensors } from '@starlab/models';
import { describe, expect, it } from 'vitest';
import { initialState } from '../state/state-shapes.ts';
import { averageParameters } from './average-parameters.ts';
import { CheckpointError, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';

const config = resolveConfig({
  imageSize: 32,
  baseWidth: 2,
  maxWidth: 4,
  hiddenDimension: 4,
  styleDimension: 4,
});
const domains = ['cat', 'dog'];
const initial = initialState(config, architectureOf(config, domains.length));
const state = Object.fromEntries(Object.entries(initial).map(([name, { data }]) => [name, data]));
const bytes = encodeCheckpoint({ iteration: 12, config, domains, state });

describe('a checkpoint', () => {
  it('gives back the state, the iteration, the configuration and the domains', () => {
    const decoded = decodeCheckpoint(bytes, { config, domains });
    expect(decoded).toEqual({ iteration: 12, config, domains, state: initial });
  });

  it('needs no expectation to be read', () => {
    expect(decodeCheckpoint(bytes).iteration).toBe(12);
  });

  it('says which tensors and which settings differ from the run’s', () => {
    const wider = resolveConfig({ ...config, baseWidth: 3, maxWidth: 6 });
    const decode = (): unknown => decodeCheckpoint(bytes, { config: wider, domains });
    expect(decode).toThrow(CheckpointError);
    expect(decode).toThrow(
      'checkpoint of another shape: mismatched: ' +
        'parameters/generator/from_rgb.weight is [2, 3, 3, 3], expected [3, 3, 3, 3]',
    );
    expect(decode).toThrow('baseWidth 2 where the run has 3, maxWidth 4 where the run has 6');
  });

  it('refuses a run of another number of domains', () => {
    const three = { config, domains: [...domains, 'wild'] };
    expect(() => decodeCheckpoint(bytes, three)).toThrow(
      'missing parameters/mapping_network/unshared.2.0.weight',
    );
    expect(() => decodeCheckpoint(bytes, three)).toThrow('2 domains where the run has 3');
  });

  it('refuses a run of other domains', () => {
    expect(() => decodeCheckpoint(bytes, { config, domains: ['dog', 'cat'] })).toThrow(
      "The checkpoint's domains are cat, dog; the run's are dog, cat.",
    );
  });

  it('refuses weights that are no checkpoint, and checkpoints of another version', () => {
    expect(() => decodeCheckpoint(encodeSafetensors({}))).toThrow('not a checkpoint');
    const future = {
      format: 'starlab-checkpoint',
      version: '99',
      iteration: '1',
      config: '{}',
      domains: '[]',
    };
    expect(() => decodeCheckpoint(encodeSafetensors({}, future))).toThrow('version 99');
  });

  it('holds no first moments when β₁ is 0, and holds them otherwise', () => {
    const names = (beta1: number): string[] =>
      Object.keys(initialState({ ...config, beta1 }, architectureOf(config, 2)));
    const isMoment1 = (name: string): boolean => name.startsWith('moment1/');
    expect(names(0).filter(isMoment1)).toHaveLength(0);
    const withMomentum = names(0.5);
    expect(withMomentum.filter(isMoment1)).toHaveLength(
      withMomentum.filter((name) => name.startsWith('parameters/')).length,
    );
  });
});

describe('averageParameters', () => {
  it('picks one network’s average under its own parameter names', () => {
    const average = averageParameters(initial, 'style_encoder');
    expect(Object.keys(average)[0]).toBe('shared.0.weight');
    expect(average['shared.0.weight']).toBe(initial['average/style_encoder/shared.0.weight']);
    expect(Object.keys(initial).filter((name) => name.startsWith('average/discriminator'))).toEqual([]);
  });
});
