import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatMetric,
  formatMoment,
  formatNumber,
  formatRate,
  nameConfigValue,
} from './format.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [0.123456, '0.1235'],
    [1.23456, '1.235'],
    [12.3456, '12.35'],
    [123.456, '123.5'],
    [1234.56, '1,235'],
    [0.0000123, '1.23e-5'],
    [1.5e8, '1.50e8'],
    [-2.5, '−2.500'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [42_900, '42s'],
    [187_000, '3m 07s'],
    [7_500_000, '2h 05m'],
    [97_200_000, '1d 03h'],
    [-5, '0s'],
  ])('writes %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('the other formats', () => {
  it('groups thousands', () => {
    expect(formatCount(100_000)).toBe('100,000');
    expect(formatCount(999)).toBe('999');
  });

  it('prints metrics with the decimals of the paper', () => {
    expect(formatMetric('fid', 13.734)).toBe('13.7');
    expect(formatMetric('lpips', 0.45149)).toBe('0.451');
  });

  it('turns a rate below one into seconds per iteration', () => {
    expect(formatRate(3.2)).toBe('3.20 it/s');
    expect(formatRate(0.25)).toBe('4.00 s/it');
    expect(formatRate(0)).toBe('–');
  });

  it('says how long ago a moment was', () => {
    const now = Date.parse('2026-01-02T00:00:00Z');
    expect(formatAgo('2026-01-01T23:59:55Z', now)).toBe('just now');
    expect(formatAgo('2026-01-01T23:48:00Z', now)).toBe('12m ago');
    expect(formatAgo('2025-12-28T00:00:00Z', now)).toBe('5d ago');
  });

  it('writes sizes in binary units and moments in UTC', () => {
    expect(formatBytes(820)).toBe('820 B');
    expect(formatBytes(1.5 * 2 ** 20)).toBe('1.5 MiB');
    expect(formatMoment('2026-11-23T08:16:05.123Z')).toBe('2026-11-23 08:16:05 UTC');
  });

  it('names a value of a configuration without what arithmetic left in it', () => {
    expect([3 * 1e-4, 9 * 1e-4, 1e-6, 2000].map(nameConfigValue)).toEqual([
      '0.0003',
      '0.0009',
      '0.000001',
      '2000',
    ]);
    expect([0.123456789012, 'adam', undefined].map(nameConfigValue)).toEqual(['0.123456789012', 'adam', '–']);
  });
});
