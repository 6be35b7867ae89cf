// MUNIT's four networks: what each is called and its shapes.
import type { ParameterShapes } from '../blocks/parameters.ts';
import type { MunitArchitecture } from './architecture.ts';
import { munitDiscriminatorShapes } from './discriminator.ts';
import { munitGeneratorShapes } from './generator.ts';

export const munitNetworks = ['gen_a', 'gen_b', 'dis_a', 'dis_b'] as const;
export type MunitNetwork = (typeof munitNetworks)[number];

/** Names and shapes of every network's parameters, in state-dict order. */
export function munitShapes(architecture: MunitArchitecture): Record<MunitNetwork, ParameterShapes> {
  const generator = munitGeneratorShapes(architecture);
  const discriminator = munitDiscriminatorShapes(architecture);
  return { gen_a: generator, gen_b: generator, dis_a: discriminator, dis_b: discriminator };
}
