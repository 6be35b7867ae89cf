// The translations of a run's networks, by method.
import type { Mode } from '@starlab/experiment';
import type { Architecture } from '../architecture.ts';
import { starganTranslations } from '../stargan/translations.ts';
import { starganV2Translations } from '../stargan-v2/translations.ts';
import type { Translation } from './translation.ts';

/** The translations that `architecture` has, by the column of the paper's tables they are measured for. */
export function translationsOf(architecture: Architecture): Readonly<Partial<Record<Mode, Translation>>> {
  switch (architecture.method) {
    case 'stargan-v2':
      return starganV2Translations(architecture);
    case 'stargan':
      return starganTranslations(architecture);
    default:
      return architecture satisfies never;
  }
}
