import { ablationRow } from '@starlab/experiment';
import { expect, it } from 'vitest';
import { differenceFromComplete, lossTermsOf } from './loss-terms.ts';

it('shows that E is F without the diversity-sensitive term', () => {
  const overrides = ablationRow('E').overrides ?? {};
  expect(lossTermsOf(overrides).map(({ term, weight }) => [term, weight])).toEqual([
    ['real', 1],
    ['fake', 1],
    ['reg', 1],
    ['adv', 1],
    ['sty', 1],
    ['ds', 0],
    ['cyc', 1],
  ]);
  expect(differenceFromComplete(overrides)).toEqual([{ key: 'lambdaDs', from: 1, to: 0 }]);
});

it('finds no difference between F and itself', () => {
  expect(differenceFromComplete(ablationRow('F').overrides ?? {})).toEqual([]);
});
