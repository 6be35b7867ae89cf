import { describe, expect, it } from 'vitest';
import { studentQuantile, summarise, welchInterval } from './statistics.ts';

describe('Student’s quantile', () => {
  const probabilities = [0.6, 0.9, 0.975, 0.995, 0.9999];

  it('has the closed form of the Cauchy distribution for one degree of freedom', () => {
    for (const p of probabilities) {
      const exact = Math.tan(Math.PI * (p - 0.5));
      expect(studentQuantile(p, 1) / exact).toBeCloseTo(1, 10);
    }
  });

  it('has the closed form for two degrees of freedom', () => {
    for (const p of probabilities) {
      const exact = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
      expect(studentQuantile(p, 2) / exact).toBeCloseTo(1, 10);
    }
  });

  it('has the closed form for four degrees of freedom', () => {
    for (const p of probabilities) {
      const alpha = 4 * p * (1 - p);
      const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha);
      expect(studentQuantile(p, 4) / (2 * Math.sqrt(q - 1))).toBeCloseTo(1, 10);
    }
  });

  it('inverts the closed form of the distribution function for five degrees of freedom', () => {
    for (const p of probabilities) {
      const angle = Math.atan(studentQuantile(p, 5) / Math.sqrt(5));
      const inside =
        (2 / Math.PI) * (angle + Math.sin(angle) * (Math.cos(angle) + (2 / 3) * Math.cos(angle) ** 3));
      expect((1 + inside) / 2).toBeCloseTo(p, 12);
    }
  });

  it('approaches the normal distribution', () => {
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
  });

  it('is odd about the median and grows as degrees of freedom, whole or not, are lost', () => {
    expect(studentQuantile(0.5, 3)).toBeCloseTo(0, 12);
    expect(studentQuantile(0.025, 7)).toBeCloseTo(-studentQuantile(0.975, 7), 12);
    const falling = [1, 1.5, 2, 2.5, 3, 10.25, 40].map((degrees) => studentQuantile(0.975, degrees));
    expect([...falling].sort((a, b) => b - a)).toEqual(falling);
  });
});

describe('a summary', () => {
  it('has the sample standard deviation', () => {
    expect(summarise([10, 13, 16])).toEqual({ mean: 13, std: 3, n: 3 });
    expect(summarise([7])).toEqual({ mean: 7, std: null, n: 1 });
    expect(() => summarise([])).toThrow(RangeError);
  });
});

describe('Welch’s interval', () => {
  it('is Student’s for samples of equal size and spread', () => {
    // Two samples of n = 3 with standard deviation 3: standard error √(9/3 + 9/3) = √6 with 4 degrees of freedom.
    const interval = welchInterval({ mean: 20, std: 3, n: 3 }, { mean: 13, std: 3, n: 3 }, 0.95);
    const reach = studentQuantile(0.975, 4) * Math.sqrt(6);
    expect(interval?.degreesOfFreedom).toBeCloseTo(4, 12);
    expect(interval?.low).toBeCloseTo(7 - reach, 12);
    expect(interval?.high).toBeCloseTo(7 + reach, 12);
  });

  it('follows the noisier side', () => {
    // Without variance on one side: n − 1 degrees of freedom of the other, here 1, where t₀.₉₇₅ = tan(0.475 π).
    const interval = welchInterval({ mean: 5, std: Math.SQRT2, n: 2 }, { mean: 4, std: 0, n: 9 }, 0.95);
    expect(interval?.degreesOfFreedom).toBeCloseTo(1, 12);
    expect(interval?.high).toBeCloseTo(1 + Math.tan(0.475 * Math.PI), 9);
  });

  it('narrows with less confidence', () => {
    const sample = { mean: 1, std: 1, n: 4 };
    const [wide, narrow] = [0.95, 0.5].map((confidence) => welchInterval(sample, sample, confidence));
    expect(narrow?.high).toBeLessThan(wide?.high ?? 0);
  });

  it('does not exist for a single run', () => {
    expect(welchInterval({ mean: 5, std: null, n: 1 }, { mean: 4, std: 1, n: 9 }, 0.95)).toBeUndefined();
    expect(welchInterval({ mean: 5, std: 1, n: 2 }, { mean: 4, std: null, n: 1 }, 0.95)).toBeUndefined();
  });

  it('is a point where nothing varies', () => {
    const interval = welchInterval({ mean: 5, std: 0, n: 2 }, { mean: 4, std: 0, n: 2 }, 0.95);
    expect(interval).toEqual({ low: 1, high: 1, degreesOfFreedom: Infinity });
  });
});
