// Figures that a row of Table 1 can never have, however long it trains.
import { resolveConfig } from '@starlab/experiment';
import type { AblationTableRow } from '@starlab/tracking';
import type { FigureColumn } from '@/features/tables/measured-columns.ts';

/** Why the row has no such figure; undefined where it may have one. */
export function whyInapplicable(
  { diverse, overrides }: Pick<AblationTableRow, 'diverse' | 'overrides'>,
  { metric, mode }: Pick<FigureColumn, 'metric' | 'mode'>,
): string | undefined {
  if (mode === 'reference' && resolveConfig(overrides).conditioning !== 'style-code')
    return 'It has no style encoder that could take a reference.';
  if (metric === 'lpips' && !diverse) return 'A source has one output, and LPIPS is between several.';
  return undefined;
}
