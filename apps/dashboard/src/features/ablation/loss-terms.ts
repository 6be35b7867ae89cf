// What a configuration trains with, loss term by loss term, and what it changes against the complete model F.
import {
  configDifference,
  resolveConfig,
  weightedTerms,
  type ConfigDifference,
  type RunConfigInput,
  type WeightedTerm,
} from '@starlab/experiment';

/** The terms of the row's L_D and L_G, and with weight 0 those that F has beside them. */
export function lossTermsOf(overrides: RunConfigInput): WeightedTerm[] {
  const complete = weightedTerms(resolveConfig({}));
  return weightedTerms(resolveConfig(overrides)).filter(
    ({ weight }, index) => weight > 0 || (complete[index]?.weight ?? 0) > 0,
  );
}

/** The keys in which the row differs from F, apart from its letter. */
export function differenceFromComplete(overrides: RunConfigInput): ConfigDifference[] {
  return configDifference(resolveConfig({}), resolveConfig(overrides)).filter(
    ({ key }) => key !== 'configuration',
  );
}
