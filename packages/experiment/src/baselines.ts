// The methods that the paper compares StarGAN v2 with, as configurations. Values are those of the authors' code (NVlabs/MUNIT,
// HsinYingLee/DRIT, HelenMao/MSGAN); which settings the paper's comparison used is not published.
import type { RunConfigInput } from './config.ts';
import { isTwoDomain, twoDomainMethods, type TwoDomainMethod } from './names.ts';

export interface Baseline {
  readonly method: TwoDomainMethod;
  /** As the paper prints it. */
  readonly title: string;
  /** What makes it this method: it holds under any preset. */
  readonly overrides: RunConfigInput;
  /** At which size and for how long its authors train it. */
  readonly scale: RunConfigInput;
}

const shared = {
  configuration: null,
  highPassWeight: 0,
  lambdaReg: 0,
  lambdaDs: 0,
  lambdaCyc: 10,
  lambdaRec: 10,
  beta1: 0.5,
  beta2: 0.999,
  averageDecay: 0,
  randomCropProbability: 0,
} as const satisfies RunConfigInput;

const sharedScale = { hiddenDimension: 256, latentDimension: 8 } as const satisfies RunConfigInput;

const drit = {
  ...shared,
  lambdaSty: 10,
  lambdaKl: 0.01,
  criticSteps: 3,
} as const satisfies RunConfigInput;

/** The 500,000 updates of everything that the code names as the most, over its 1200 epochs. */
const dritScale = {
  ...sharedScale,
  batchSize: 2,
  iterations: 1_500_000,
  epochIterations: 1250,
  contentLearningRate: 4e-5,
} as const satisfies RunConfigInput;

const byMethod: Readonly<Record<TwoDomainMethod, Omit<Baseline, 'method'>>> = {
  munit: {
    title: 'MUNIT',
    overrides: { ...shared, method: 'munit', lambdaCon: 1, learningRateFactor: 0.5 },
    scale: { ...sharedScale, batchSize: 1, iterations: 1_000_000, learningRateUpdateEvery: 100_000 },
  },
  drit: { title: 'DRIT', overrides: { ...drit, method: 'drit' }, scale: dritScale },
  msgan: { title: 'MSGAN', overrides: { ...drit, method: 'msgan', lambdaMs: 1 }, scale: dritScale },
};

export const baselines: readonly Baseline[] = twoDomainMethods.map((method) => ({
  method,
  ...byMethod[method],
}));

/** The baseline of this name; undefined for a method of Table 1. */
export function baselineOf(method: unknown): Baseline | undefined {
  return typeof method === 'string' && isTwoDomain(method) ? { method, ...byMethod[method] } : undefined;
}
