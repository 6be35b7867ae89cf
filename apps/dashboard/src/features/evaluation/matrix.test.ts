import type { Evaluation } from '@starlab/experiment';
import { expect, it } from 'vitest';
import { evaluatedSteps, evaluationMatrix, metricHistory } from './matrix.ts';

const fid = (step: number, mean: number, protocol = 'stargan-v2/1'): Evaluation => ({
  metric: 'fid',
  mode: 'latent',
  step,
  mean,
  tasks: [
    { source: 'dog', target: 'cat', value: 10, samples: 320 },
    { source: 'wild', target: 'cat', value: 30, samples: 320 },
    { source: 'cat', target: 'dog', value: 20, samples: 320 },
  ],
  fingerprint: {
    metric: 'fid',
    featureSet: 'demo',
    network: 'demo-features',
    weightsSha256: 'a'.repeat(64),
    resize: 'none',
    imageSize: 64,
    outputsPerSource: 10,
    dataSha256: 'b'.repeat(64),
    protocol,
  },
});

it('lays pairs out in the order of the domains and rates the lowest FID best', () => {
  const matrix = evaluationMatrix(fid(1000, 20), ['cat', 'dog', 'wild']);
  expect(matrix.sources).toEqual(['cat', 'dog', 'wild']);
  expect(matrix.targets).toEqual(['cat', 'dog']);
  expect(matrix.cell('dog', 'cat')).toEqual({ value: 10, samples: 320, merit: 1 });
  expect(matrix.cell('wild', 'cat')?.merit).toBe(0);
  expect(matrix.cell('cat', 'cat')).toBeUndefined();
});

it('rates the highest LPIPS best', () => {
  const matrix = evaluationMatrix({ ...fid(1000, 20), metric: 'lpips' }, ['cat', 'dog', 'wild']);
  expect(matrix.cell('dog', 'cat')?.merit).toBe(0);
  expect(matrix.cell('cat', 'dog')?.merit).toBe(0.5);
});

it('knows what real images of a domain reach, where that was measured', () => {
  const measured = { ...fid(1000, 20), realImages: [{ domain: 'cat', value: 7, samples: 32 }] };
  const matrix = evaluationMatrix(measured, ['cat', 'dog', 'wild']);
  expect([matrix.real('cat')?.value, matrix.real('dog')]).toEqual([7, undefined]);
  expect(evaluationMatrix(fid(1000, 20), ['cat']).real('cat')).toBeUndefined();
});

it('lists steps latest first', () => {
  expect(evaluatedSteps([fid(500, 30), fid(1000, 20), fid(500, 31)])).toEqual([1000, 500]);
});

it('never mixes fingerprints in one history', () => {
  const all = [fid(1000, 20), fid(500, 30), fid(750, 5, 'another/1')];
  expect(metricHistory(all, fid(1000, 20)).points).toEqual([
    { step: 500, mean: 30 },
    { step: 1000, mean: 20 },
  ]);
});
