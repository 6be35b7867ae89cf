import { ablationRow } from '@starlab/experiment';
import { expect, it } from 'vitest';
import { differenceFromComplete, lossTermsOf } from './loss-terms.ts';

it('shows that E is F without the diversity-sensitive term', () => {
  const overrides = ablationRow('E').overrides;
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

it('shows StarGAN’s own terms, and strikes out those of F that it lacks', () => {
  const terms = lossTermsOf(ablationRow('A').overrides);
  const named = (wanted: (weight: number) => boolean) =>
    terms.filter(({ weight }) => wanted(weight)).map(({ step, term }) => `${step}/${term}`);
  expect(named((weight) => weight > 0)).toEqual([
    'D/real',
    'D/fake',
    'D/cls',
    'D/gp',
    'G/adv',
    'G/cyc',
    'G/cls',
  ]);
  expect(named((weight) => weight === 0)).toEqual(['D/reg', 'G/sty', 'G/ds']);
});

it('finds no difference between F and itself', () => {
  expect(differenceFromComplete(ablationRow('F').overrides)).toEqual([]);
});
