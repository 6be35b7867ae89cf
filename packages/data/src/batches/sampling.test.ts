import { describe, expect, it } from 'vitest';
import { drawBalanced, permutation, referencePairs } from './sampling.ts';

/** Five standard errors of a frequency estimated from n draws: the seed is fixed, so it holds or never does. */
const fiveSigma = (p: number, n: number): number => 5 * Math.sqrt((p * (1 - p)) / n);

describe('drawBalanced', () => {
  it('gives every domain the same share and every image of a domain the same share of it', () => {
    const counts = [1, 4, 15];
    const draws = 30_000;
    const sampled = drawBalanced(counts, draws, { seed: 1, purpose: 'test', index: 0 });
    for (const [domain, count] of counts.entries()) {
      const weight = 1 / (counts.length * count);
      for (let image = 0; image < count; image++) {
        const hits = sampled.filter((draw) => draw.domain === domain && draw.image === image).length;
        expect(Math.abs(hits / draws - weight)).toBeLessThan(fiveSigma(weight, draws));
      }
    }
  });

  it('draws source and reference domains independently of each other', () => {
    const iterations = 4_000;
    const joint = [0, 0, 0, 0];
    for (let index = 0; index < iterations; index++) {
      const [source] = drawBalanced([5, 5], 1, { seed: 3, purpose: 'batch/source', index });
      const [reference] = drawBalanced([5, 5], 1, { seed: 3, purpose: 'batch/reference', index });
      const cell = (source?.domain ?? 0) * 2 + (reference?.domain ?? 0);
      joint[cell] = (joint[cell] ?? 0) + 1;
    }
    for (const hits of joint) {
      expect(Math.abs(hits / iterations - 0.25)).toBeLessThan(fiveSigma(0.25, iterations));
    }
  });
});

describe('permutation', () => {
  it('holds every number once', () => {
    const order = permutation(100, { seed: 5, purpose: 'test', index: 0 });
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('takes each of the six orders of three equally often', () => {
    const draws = 12_000;
    const counts = new Map<string, number>();
    for (let index = 0; index < draws; index++) {
      const order = permutation(3, { seed: 5, purpose: 'test', index }).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) {
      expect(Math.abs(count / draws - 1 / 6)).toBeLessThan(fiveSigma(1 / 6, draws));
    }
  });

  it('of references depends on the seed and the domain alone', () => {
    expect(referencePairs('cat', 50, 1)).toEqual(referencePairs('cat', 50, 1));
    expect(referencePairs('cat', 50, 1)).not.toEqual(referencePairs('dog', 50, 1));
    expect(referencePairs('cat', 50, 1)).not.toEqual(referencePairs('cat', 50, 2));
  });
});
