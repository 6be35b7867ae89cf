import { describe, expect, test } from 'vitest';
import { clip, formatSeconds, progressLine } from './progress.ts';
import { RateMeter } from './rate-meter.ts';

test.each([
  [0, '0:00'],
  [65, '1:05'],
  [3_599.6, '1:00:00'],
  [7_384, '2:03:04'],
])('%d s reads %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test('a line shows how far, how fast and how long still', () => {
  const line = progressLine('F-seed1', { done: 250, total: 1000, rate: 12.5, detail: 'D 0.7' });
  expect(line).toContain('250/1000');
  expect(line).toContain('13 it/s');
  expect(line).toContain('1:00 left');
  expect(line).toContain('D 0.7');
});

test('clipping counts what is seen, not the colour codes', () => {
  expect(clip('\u001b[36mabcdef\u001b[39m', 3)).toBe('\u001b[36mabc\u001b[39m\u001b[0m');
  expect(clip('\u001b[36mabc\u001b[39m', 3)).toBe('\u001b[36mabc\u001b[39m');
});

describe('RateMeter', () => {
  test('knows nothing before the second moment', () => {
    const meter = new RateMeter(() => 0);
    meter.reached(0);
    expect(meter.perSecond()).toBeUndefined();
  });

  test('forgets what is older than its window', () => {
    let now = 0;
    const meter = new RateMeter(() => now);
    for (; now <= 60_000; now += 1000)
      meter.reached(now / 1000 <= 30 ? now / 1000 : 30 + (now / 1000 - 30) * 5);
    expect(meter.perSecond()).toBeCloseTo(5, 5);
  });
});
