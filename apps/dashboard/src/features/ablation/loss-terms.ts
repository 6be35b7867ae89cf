// What a configuration trains with, loss term by loss term, and what it changes against the complete model F.
import {
  configDifference,
  lossTerms,
  resolveConfig,
  type ConfigDifference,
  type RunConfig,
  type RunConfigInput,
} from '@starlab/experiment';

export interface LossTerm {
  readonly step: keyof typeof lossTerms;
  readonly term: string;
  /** Initial weight; 0 means the term is off. */
  readonly weight: number;
}

const weights: Readonly<Record<string, (config: RunConfig) => number>> = {
  reg: (config) => config.lambdaReg,
  sty: (config) => config.lambdaSty,
  ds: (config) => config.lambdaDs,
  cyc: (config) => config.lambdaCyc,
};

/** The terms of L_D and L_G; the adversarial ones have weight 1. */
export function lossTermsOf(overrides: RunConfigInput): LossTerm[] {
  const config = resolveConfig(overrides);
  return (['D', 'G'] as const).flatMap((step) =>
    lossTerms[step].map((term) => ({ step, term, weight: weights[term]?.(config) ?? 1 })),
  );
}

/** The keys in which the row differs from F, apart from its letter. */
export function differenceFromComplete(overrides: RunConfigInput): ConfigDifference[] {
  return configDifference(resolveConfig({}), resolveConfig(overrides)).filter(
    ({ key }) => key !== 'configuration',
  );
}
