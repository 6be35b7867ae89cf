// The translation of a run's networks, by method.
import type { Architecture } from '../architecture.ts';
import { dritTranslation } from '../drit/translation.ts';
import { munitTranslation } from '../munit/translation.ts';
import { starganTranslation } from '../stargan/translation.ts';
import { starganV2Translation } from '../stargan-v2/translation.ts';
import type { Translation } from './translation.ts';

export function translationOf(architecture: Architecture): Translation {
  switch (architecture.method) {
    case 'stargan-v2':
      return starganV2Translation(architecture);
    case 'stargan':
      return starganTranslation(architecture);
    case 'munit':
      return munitTranslation(architecture);
    case 'drit':
    case 'msgan':
      return dritTranslation(architecture);
    default:
      return architecture satisfies never;
  }
}
