import { describe, expect, test } from 'vitest';
import { ablation, ablationRow } from './ablation.ts';
import { ConfigError, configDifference, configIdentity, resolveConfig } from './config.ts';
import { weightedTerms } from './losses.ts';
import type { Configuration } from './names.ts';
import { withConfiguration } from './with-configuration.ts';

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

  test.each([
    [{ imageSize: 'abc' }, 'imageSize is "abc", but must be a number'],
    [{ seed: 1.5 }, 'seed is 1.5, but must be a whole number'],
    [{ imageSize: 48 }, 'imageSize is 48, but must be a power of two'],
    [{ batchSize: 0 }, 'batchSize is 0, but must be at least 1'],
    [{ learningRate: -1 }, 'learningRate is -1, but must be above 0'],
    [{ beta1: 2 }, 'beta1 is 2, but must be below 1'],
    [{ method: 'stylegan' }, 'method is "stylegan", but must be one of stargan-v2, stargan, munit'],
  ])('says of %o what it is and what it must be', (input, message) => {
    expect(() => resolveConfig(input)).toThrow(message);
  });

  test('is frozen', () => {
    expect(Object.isFrozen(resolveConfig({}))).toBe(true);
  });
});

describe('a row of Table 1', () => {
  test('decides the defaults of a configuration that names it; what is given wins', () => {
    const a = resolveConfig({ configuration: 'A', imageSize: 32, lambdaGp: 5, beta1: undefined });
    expect(a).toMatchObject({ method: 'stargan', lambdaGp: 5, lambdaCls: 1, beta1: 0.5, averageDecay: 0 });
    expect(a).toMatchObject({
      baseWidth: 64,
      discriminatorWidth: 64,
      discriminatorDepth: 4,
      residualBlocks: 6,
    });
  });

  test('a method alone asks for its complete form', () => {
    expect(resolveConfig({ method: 'stargan' })).toMatchObject({ configuration: 'A', discriminatorDepth: 6 });
  });

  test.each([
    [
      { configuration: 'B', lambdaCls: 1 },
      'lambdaCls is 1, but must be 0: the discriminator has no classifier',
    ],
    [
      { configuration: 'A', lambdaReg: 1 },
      'lambdaReg is 1, but must be 0: StarGAN has a gradient penalty, not R1',
    ],
    [{ configuration: 'C', lambdaDs: 1 }, 'lambdaDs is 1, but must be 0: a label alone gives one output'],
    [{ lambdaGp: 10 }, 'lambdaGp is 10, but must be 0: StarGAN v2 has R1'],
    [{ residualBlocks: 3 }, 'residualBlocks is 3, but must be undefined'],
  ])('refuses %o, which nothing would use', (input, message) => {
    expect(() => resolveConfig(input)).toThrow(message);
  });

  test('each row changes what it says against F, and no two are alike', () => {
    const identities = ablation.map(({ overrides }) => configIdentity(resolveConfig(overrides)));
    expect(new Set(identities).size).toBe(ablation.length);
  });

  test('a run moves from any row to any other and back', () => {
    const base = resolveConfig({ imageSize: 32, iterations: 7, seed: 3 });
    for (const { configuration } of ablation) {
      const moved = withConfiguration(base, configuration);
      expect(moved).toMatchObject({ configuration, imageSize: 32, iterations: 7, seed: 3 });
      expect(withConfiguration(moved, 'F')).toEqual(base);
    }
  });
});

describe('a method that is no row of Table 1', () => {
  test('has its authors’ values, and no row', () => {
    expect(resolveConfig({ method: 'munit' })).toMatchObject({
      configuration: null,
      batchSize: 1,
      iterations: 1_000_000,
      baseWidth: 64,
      latentDimension: 8,
      lambdaRec: 10,
      lambdaCyc: 10,
      learningRateFactor: 0.5,
      learningRateUpdateEvery: 100_000,
      averageDecay: 0,
    });
    const drit = resolveConfig({ method: 'drit', iterations: 300 });
    expect(drit).toMatchObject({ cropSize: 216, batchSize: 2, criticSteps: 3, contentLearningRate: 4e-5 });
    expect(drit.learningRateDecayIterations).toBe(150);
    const { lambdaMs, ...msgan } = resolveConfig({ method: 'msgan', iterations: 300 });
    expect({ ...msgan, method: 'drit' }).toEqual(drit);
    expect(lambdaMs).toBe(1);
  });

  test.each([
    [{ method: 'munit', imageSize: 32 }, { discriminatorScales: 2 }],
    [
      { method: 'drit', imageSize: 64 },
      { cropSize: 56, discriminatorScales: 2 },
    ],
    [
      { method: 'drit', imageSize: 32 },
      { cropSize: 28, discriminatorScales: 1 },
    ],
  ])('has as many scales as fit with %o', (input, expected) => {
    expect(resolveConfig(input)).toMatchObject(expected);
  });

  test.each([
    [{ method: 'munit', lambdaDs: 1 }, 'lambdaDs is 1, but must be 0: the diversity-sensitive loss'],
    [{ method: 'munit', configuration: 'F' }, 'configuration is F, but must be null: Table 1'],
    [{ method: 'munit', cropSize: 28 }, 'cropSize is 28, but must be undefined: it is a key of drit, msgan'],
    [{ method: 'drit', lambdaMs: 1 }, 'lambdaMs is 1, but must be undefined: it is a key of msgan alone'],
    [{ method: 'drit', batchSize: 3 }, 'batchSize is 3, but must be even'],
    [{ method: 'drit', cropSize: 30 }, 'cropSize is 30, but must be a multiple of 4 from 16 to 256'],
    [{ method: 'munit', domains: 'cat' }, 'domains is cat, but must be two names of domains'],
    [{ method: 'munit', discriminatorScales: 9 }, 'discriminatorScales is 9, but must be from 1 to 5'],
    [{ configuration: null }, 'configuration is null, but must be a row of Table 1'],
    [{ lambdaRec: 1 }, 'lambdaRec is 1, but must be undefined: it is a key of munit, drit, msgan alone'],
  ])('refuses %o', (input, message) => {
    expect(() => resolveConfig(input)).toThrow(message);
  });

  test('adds nothing to the identity of other methods', () => {
    expect(configIdentity(resolveConfig({}))).not.toMatch(/lambdaRec|domains|cropSize/);
  });

  test('moves to a row of Table 1 without what only it has', () => {
    const base = resolveConfig({ method: 'msgan', domains: 'cat,dog', imageSize: 32, iterations: 7 });
    expect(withConfiguration(base, 'F')).toEqual(
      resolveConfig({ imageSize: 32, iterations: 7, baseWidth: base.baseWidth }),
    );
  });
});

describe('weightedTerms', () => {
  const terms = (configuration: Configuration): string[] =>
    weightedTerms(resolveConfig({ configuration }))
      .filter(({ weight }) => weight > 0)
      .map(({ step, term, weight }) => `${step}/${term} ${weight}`);

  test('are those of MSGAN', () => {
    const weighted = weightedTerms(resolveConfig({ method: 'msgan' })).filter(({ weight }) => weight > 0);
    expect(weighted.map(({ step, term, weight }) => `${step}/${term} ${weight}`)).toEqual([
      'D/real 1',
      'D/fake 1',
      'D/content 1',
      'G/adv 1',
      'G/sty 10',
      'G/cyc 10',
      'G/rec 10',
      'G/adv_content 1',
      'G/kl_attribute 0.01',
      'G/kl_content 0.01',
      'G/ms 1',
    ]);
  });

  test('are those of StarGAN in A, without the classifier in B', () => {
    expect(terms('A')).toEqual([
      'D/real 1',
      'D/fake 1',
      'D/cls 1',
      'D/gp 10',
      'G/adv 1',
      'G/cyc 10',
      'G/cls 1',
    ]);
    expect(terms('B')).toEqual(['D/real 1', 'D/fake 1', 'D/gp 10', 'G/adv 1', 'G/cyc 10']);
  });

  test('reconstruct nothing in C, the latent in D, the style in E', () => {
    const common = ['D/real 1', 'D/fake 1', 'D/reg 1', 'G/adv 1'];
    expect(terms('C')).toEqual([...common, 'G/cyc 1']);
    expect(terms('D')).toEqual([...common, 'G/latent_reconstruction 1', 'G/cyc 1']);
    expect(terms('E')).toEqual([...common, 'G/sty 1', 'G/cyc 1']);
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
