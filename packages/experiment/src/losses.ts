// The names under which loss terms are logged: optimisation step, guidance, term. A new term is one more entry here.
import type { Mode } from './names.ts';

/** Terms of L_D (paper eq. 1 with R1) and of L_G (eqs. 1–5), named as the official code logs them. */
export const lossTerms = {
  D: ['real', 'fake', 'reg'],
  G: ['adv', 'sty', 'ds', 'cyc'],
} as const;

export type DiscriminatorTerm = (typeof lossTerms)['D'][number];
export type GeneratorTerm = (typeof lossTerms)['G'][number];

const modeKey = { latent: 'latent', reference: 'ref' } as const satisfies Record<Mode, string>;

export type LossName =
  `D/${'latent' | 'ref'}/${DiscriminatorTerm}` | `G/${'latent' | 'ref'}/${GeneratorTerm}`;

/** The series name of a discriminator term, e.g. `D/latent/reg`. */
export function discriminatorLossName(mode: Mode, term: DiscriminatorTerm): LossName {
  return `D/${modeKey[mode]}/${term}`;
}

/** The series name of a generator term, e.g. `G/ref/cyc`. */
export function generatorLossName(mode: Mode, term: GeneratorTerm): LossName {
  return `G/${modeKey[mode]}/${term}`;
}

/** The scheduled weight of the diversity-sensitive loss, logged beside the terms. */
export const LAMBDA_DS_SERIES = 'schedule/lambda_ds';

const descriptions: Record<DiscriminatorTerm | GeneratorTerm, string> = {
  real: 'adversarial loss of the discriminator on real images',
  fake: 'adversarial loss of the discriminator on translations',
  reg: 'R1: half the squared gradient norm of the discriminator at real images',
  adv: 'adversarial loss of the generator',
  sty: 'style reconstruction: |E(G(x, s)) − s|',
  ds: 'diversity-sensitive term: |G(x, s₁) − G(x, s₂)|, maximised',
  cyc: 'cycle consistency: |G(G(x, s), E(x)) − x|',
};

/** One sentence on what a logged series is, or undefined for a series that is not a loss term. */
export function describeSeries(name: string): string | undefined {
  if (name === LAMBDA_DS_SERIES) return 'weight of the diversity-sensitive loss at this iteration';
  const term = name.split('/').at(-1);
  return Object.entries(descriptions).find(([key]) => key === term)?.[1];
}
