// StarGAN's networks as a table.
import type { ParameterShapes } from '../blocks/parameters.ts';
import type { StarganArchitecture } from './architecture.ts';
import { starganDiscriminatorShapes } from './discriminator.ts';
import { starganGeneratorShapes } from './generator.ts';

/** Names and shapes of both networks' parameters, in the order of the published state dicts. */
export function starganShapes(
  architecture: StarganArchitecture,
): Record<'generator' | 'discriminator', ParameterShapes> {
  return {
    generator: starganGeneratorShapes(architecture),
    discriminator: starganDiscriminatorShapes(architecture),
  };
}
