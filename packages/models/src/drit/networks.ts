// DRIT's eight networks, which serve both domains: what each is called and its shapes.
import type { ParameterShapes } from '../blocks/parameters.ts';
import type { DritArchitecture } from './architecture.ts';
import { dritAttributeEncoderShapes } from './attribute-encoder.ts';
import { dritContentEncoderShapes } from './content-encoder.ts';
import { dritContentDiscriminatorShapes, dritDiscriminatorShapes } from './discriminators.ts';
import { dritGeneratorShapes } from './generator.ts';

export const dritNetworks = [
  'enc_c',
  'enc_a',
  'gen',
  'disA',
  'disB',
  'disA2',
  'disB2',
  'disContent',
] as const;
export type DritNetwork = (typeof dritNetworks)[number];

/** Names and shapes of every network's parameters, in state-dict order. */
export function dritShapes(architecture: DritArchitecture): Record<DritNetwork, ParameterShapes> {
  const discriminator = dritDiscriminatorShapes(architecture);
  return {
    enc_c: dritContentEncoderShapes(architecture),
    enc_a: dritAttributeEncoderShapes(architecture),
    gen: dritGeneratorShapes(architecture),
    disA: discriminator,
    disB: discriminator,
    disA2: discriminator,
    disB2: discriminator,
    disContent: dritContentDiscriminatorShapes(architecture),
  };
}
