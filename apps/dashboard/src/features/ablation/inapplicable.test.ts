import { ablation } from '@starlab/experiment';
import { expect, it } from 'vitest';
import { whyInapplicable } from './inapplicable.ts';

it('LPIPS needs several outputs of a source, guidance by a reference a style encoder', () => {
  const rows = ablation.map((row) =>
    (['latent', 'reference'] as const).flatMap((mode) =>
      (['fid', 'lpips'] as const).map((metric) => whyInapplicable(row, { metric, mode }) === undefined),
    ),
  );
  const single = [true, false, false, false];
  const latentCode = [true, true, false, false];
  const styleCode = [true, true, true, true];
  expect(rows).toEqual([single, single, single, latentCode, styleCode, styleCode]);
});
