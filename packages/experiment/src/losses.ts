// The names under which loss terms are logged: optimisation step, pass, term. A new term is one more entry here.
import type { RunConfig } from './config.ts';
import type { Conditioning } from './names.ts';

/**
 * Terms of L_D and of L_G, named as the official code of StarGAN v2 logs them (paper eqs. 1–5), then StarGAN's own, then those of
 * MUNIT, DRIT and MSGAN.
 */
export const lossTerms = {
  D: ['real', 'fake', 'reg', 'cls', 'gp', 'content'],
  G: [
    'adv',
    'sty',
    'latent_reconstruction',
    'ds',
    'cyc',
    'cls',
    'rec',
    'con',
    'adv_content',
    'kl_attribute',
    'kl_content',
    'ms',
  ],
} as const;

export type DiscriminatorTerm = (typeof lossTerms)['D'][number];
export type GeneratorTerm = (typeof lossTerms)['G'][number];

/** An iteration of StarGAN v2 updates D and G twice, once a pass; what guides the translation names the pass. */
export const passes = {
  'style-code': ['latent', 'ref'],
  'latent-code': ['latent', 'latent2'],
  label: ['label', 'label2'],
} as const satisfies Record<Conditioning, readonly [string, string]>;
export type Pass = (typeof passes)[Conditioning][number];
type TwoDomainPass = (typeof passes)['style-code'][number];

/** MUNIT, DRIT and MSGAN have networks of their own for either domain: the first and the second by name. */
export type DomainSide = 'a' | 'b';

/** `D/latent/real`; StarGAN has no passes: `D/real`; with two domains: `D/a/real`, `D/latent/a/real`. */
export type LossName =
  | `D/${DomainSide}/${DiscriminatorTerm}`
  | `G/${DomainSide}/${GeneratorTerm}`
  | `D/${TwoDomainPass}/${DomainSide}/${DiscriminatorTerm}`
  | `G/${TwoDomainPass}/${DomainSide}/${GeneratorTerm}`
  | `D/${DiscriminatorTerm}`
  | `G/${GeneratorTerm}`
  | `D/${Pass}/${DiscriminatorTerm}`
  | `G/${Pass}/${GeneratorTerm}`;

/** The scheduled weight of the diversity-sensitive loss, logged beside the terms. */
export const LAMBDA_DS_SERIES = 'schedule/lambda_ds';

/** The scheduled learning rate, logged beside the terms where it changes. */
export const LEARNING_RATE_SERIES = 'schedule/learning_rate';

const descriptions: Readonly<Record<DiscriminatorTerm | GeneratorTerm, string>> = {
  real: 'adversarial loss of the discriminator on real images',
  fake: 'adversarial loss of the discriminator on translations',
  reg: 'R1: half the squared gradient norm of the discriminator at real images',
  cls: 'classification of the domain: cross-entropy',
  content: 'which domain a content comes from, told by the content discriminator',
  gp: 'gradient penalty between real images and translations: (‖∇D‖ − 1)²',
  adv: 'adversarial loss of the generator',
  sty: 'style reconstruction: |E(G(x, s)) − s|',
  latent_reconstruction: 'latent reconstruction: |E(G(x, z)) − z|',
  ds: 'diversity-sensitive term: |G(x, s₁) − G(x, s₂)|, maximised',
  cyc: 'cycle consistency: the source against its translation brought back',
  rec: 'reconstruction: an image against what is made of its own content and style',
  con: 'content reconstruction: the content found again in a translation',
  adv_content: 'contents are to tell nothing of their domain',
  kl_attribute: 'keeps attributes near a normal distribution',
  kl_content: 'mean square of the contents',
  ms: 'mode seeking: 1 / (|x₁ − x₂| / |z₁ − z₂|) of two translations in random attributes',
};

const scheduleDescriptions: Readonly<Record<string, string>> = {
  [LAMBDA_DS_SERIES]: 'weight of the diversity-sensitive loss at this iteration',
  [LEARNING_RATE_SERIES]: 'learning rate at this iteration',
};

/** One sentence on what a logged series is, or undefined for a series that is not a loss term. */
export function describeSeries(name: string): string | undefined {
  const term = name.split('/').at(-1);
  return scheduleDescriptions[name] ?? Object.entries(descriptions).find(([key]) => key === term)?.[1];
}

export interface WeightedTerm {
  readonly step: keyof typeof lossTerms;
  readonly term: DiscriminatorTerm | GeneratorTerm;
  /** Its weight in the loss, initially where a schedule changes it; 0: not part of the loss. */
  readonly weight: number;
}

/** The terms of L_D and L_G under `config`, each with its weight; the adversarial ones have weight 1. */
export function weightedTerms(config: RunConfig): WeightedTerm[] {
  const reconstruction = (conditioning: Conditioning): number =>
    config.conditioning === conditioning ? config.lambdaSty : 0;
  const hasContentDiscriminator = config.method === 'drit' || config.method === 'msgan';
  const weights = {
    D: {
      real: 1,
      fake: 1,
      reg: config.lambdaReg,
      cls: config.lambdaCls,
      gp: config.lambdaGp,
      content: hasContentDiscriminator ? 1 : 0,
    },
    G: {
      adv: 1,
      sty: reconstruction('style-code'),
      latent_reconstruction: reconstruction('latent-code'),
      ds: config.lambdaDs,
      cyc: config.lambdaCyc,
      cls: config.lambdaCls,
      rec: config.lambdaRec ?? 0,
      con: config.lambdaCon ?? 0,
      adv_content: hasContentDiscriminator ? 1 : 0,
      kl_attribute: config.lambdaKl ?? 0,
      kl_content: config.lambdaKl ?? 0,
      ms: config.lambdaMs ?? 0,
    },
  } satisfies {
    D: Record<DiscriminatorTerm, number>;
    G: Record<GeneratorTerm, number>;
  };
  return [
    ...lossTerms.D.map((term): WeightedTerm => ({ step: 'D', term, weight: weights.D[term] })),
    ...lossTerms.G.map((term): WeightedTerm => ({ step: 'G', term, weight: weights.G[term] })),
  ];
}
