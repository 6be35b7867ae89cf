import { describe, expect, test } from 'vitest';
import { ablationRow } from './ablation.ts';
import { ConfigError, configDifference, configIdentity, resolveConfig } from './config.ts';

describe('resolveConfig', () => {
  test('fills in the paper’s values', () => {
    const config = resolveConfig({});
    expect(config).toMatchObject({
      imageSize: 256,
      baseWidth: 64,
      batchSize: 8,
      learningRate: 1e-4,
      lambdaDs: 1,
    });
    expect(config.dsIterations).toBe(config.iterations);
  });

  test.each([
    [512, 32],
    [128, 128],
    [32, 512],
  ])('takes the paper’s width 2^14 / size at %i px', (imageSize, baseWidth) => {
    expect(resolveConfig({ imageSize }).baseWidth).toBe(baseWidth);
  });

  test('names the nearest key for an unknown one', () => {
    expect(() => resolveConfig({ lamdaDs: 2 })).toThrow('unknown key "lamdaDs"; did you mean "lambdaDs"?');
  });

  test.each([48, 16, 33.5])('refuses image size %d', (imageSize) => {
    expect(() => resolveConfig({ imageSize })).toThrow(ConfigError);
  });

  test('is frozen', () => {
    expect(Object.isFrozen(resolveConfig({}))).toBe(true);
  });
});

describe('identity', () => {
  test('ignores the seed and how often things are saved', () => {
    const identity = configIdentity(resolveConfig({ seed: 1 }));
    expect(configIdentity(resolveConfig({ seed: 2, sampleEvery: 7 }))).toBe(identity);
    expect(configIdentity(resolveConfig({ lambdaCyc: 2 }))).not.toBe(identity);
  });

  test('E differs from F in the diversity weight alone', () => {
    const e = resolveConfig({ ...ablationRow('E').overrides });
    const f = resolveConfig({ ...ablationRow('F').overrides });
    expect(configDifference(f, e)).toEqual([
      { key: 'configuration', from: 'F', to: 'E' },
      { key: 'lambdaDs', from: 1, to: 0 },
    ]);
  });
});
