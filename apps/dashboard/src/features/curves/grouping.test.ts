import { expect, it } from 'vitest';
import { groupSeries, seriesTone } from './grouping.ts';

it('orders groups and terms as the paper does, strangers last', () => {
  const names = [
    'system/rss',
    'schedule/lambda_ds',
    'G/ref/cyc',
    'G/ref/adv',
    'D/latent/reg',
    'D/latent/real',
    'D/ref/fake',
  ];
  expect(groupSeries(names).map((group) => [group.prefix, group.names])).toEqual([
    ['D/latent', ['D/latent/real', 'D/latent/reg']],
    ['D/ref', ['D/ref/fake']],
    ['G/ref', ['G/ref/adv', 'G/ref/cyc']],
    ['schedule', ['schedule/lambda_ds']],
    ['system', ['system/rss']],
  ]);
});

it('gives latent and reference guidance each its hue', () => {
  expect(['D/latent/reg', 'G/ref/sty', 'schedule/lambda_ds'].map(seriesTone)).toEqual([
    'latent',
    'reference',
    'schedule',
  ]);
});
