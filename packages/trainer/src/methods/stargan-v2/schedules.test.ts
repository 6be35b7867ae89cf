// The numbers that change from iteration to iteration, against closed forms.
import { describe, expect, it } from 'vitest';
import { biasCorrection } from '../../optimisation/bias-correction.ts';
import { adamStepKind, adamStepNumber } from './adam-steps.ts';
import { lambdaDs } from './lambda-ds.ts';

describe('lambdaDs', () => {
  const config = { lambdaDs: 2, dsIterations: 10 };

  it('gives the first iteration the full weight and falls linearly', () => {
    expect([0, 1, 5].map((iteration) => lambdaDs(config, iteration))).toEqual([2, 1.8, 1]);
  });

  it('is still positive in the last of dsIterations and stays 0 beyond', () => {
    expect(lambdaDs(config, 9)).toBeCloseTo(0.2, 12);
    expect([10, 11, 1000].map((iteration) => lambdaDs(config, iteration))).toEqual([0, 0, 0]);
  });
});

describe('Adam steps', () => {
  it('generator and discriminator step twice an iteration, the others once', () => {
    expect(adamStepNumber(adamStepKind('discriminator', { isFirst: true }), 3)).toBe(7);
    expect(adamStepNumber(adamStepKind('discriminator', { isFirst: false }), 3)).toBe(8);
    expect(adamStepNumber(adamStepKind('generator', { isFirst: false }), 0)).toBe(2);
    expect(adamStepNumber(adamStepKind('mapping_network', { isFirst: true }), 3)).toBe(4);
    expect(adamStepNumber(adamStepKind('style_encoder', { isFirst: true }), 0)).toBe(1);
  });

  it('corrects by 1 − βᵗ', () => {
    expect(biasCorrection(0.99, 1)).toBeCloseTo(0.01, 15);
    expect(biasCorrection(0.5, 3)).toBe(0.875);
  });
});
