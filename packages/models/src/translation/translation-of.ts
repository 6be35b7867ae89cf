// The translation of a run's networks, by method.
import type { Architecture } from '../architecture.ts';
import { starganTranslation } from '../stargan/translation.ts';
import { starganV2Translation } from '../stargan-v2/translation.ts';
import type { Translation } from './translation.ts';

export function translationOf(architecture: Architecture): Translation {
  switch (architecture.method) {
    case 'stargan-v2':
      return starganV2Translation(architecture);
    case 'stargan':
      return starganTranslation(architecture);
    default:
      return architecture satisfies never;
  }
}
