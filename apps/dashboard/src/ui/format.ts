// Numbers, durations and sizes as the dashboard writes them: short, aligned in tables, the same on server and client.
import type { Metric } from '@starlab/experiment';

/** Four significant digits: `0.1234`, `12.35`, `1,235`, `1.23e-5`; NaN and ±∞ by name. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-3 || size >= 1e7) return minus(value.toExponential(2).replace('e+', 'e'));
  const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  return minus(groupThousands(value.toFixed(decimals)));
}

/** A whole number with a comma every three digits. */
export function formatCount(value: number): string {
  return minus(groupThousands(String(Math.round(value))));
}

const metricDecimals = { fid: 1, lpips: 3, kid: 4, 'fid-pytorch': 1 } as const satisfies Record<
  Metric,
  number
>;

/** With as many decimals as papers print: FID one, LPIPS three. */
export function formatMetric(metric: Metric, value: number): string {
  return Number.isFinite(value) ? value.toFixed(metricDecimals[metric]) : formatNumber(value);
}

/** Iterations per second, or seconds per iteration when slower than one: `3.2 it/s`, `4.1 s/it`. */
export function formatRate(iterationsPerSecond: number): string {
  if (!(iterationsPerSecond > 0)) return '–';
  if (iterationsPerSecond < 1) return `${significant(1 / iterationsPerSecond)} s/it`;
  return `${significant(iterationsPerSecond)} it/s`;
}

const durationUnits = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** The two largest units of a length of time in milliseconds: `42s`, `3m 07s`, `2h 05m`, `1d 03h`. */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const first = durationUnits.findIndex(([, length]) => total >= length);
  if (first < 0) return '0s';
  const large = durationUnits[first];
  const small = durationUnits[first + 1];
  if (!large) return '0s';
  const whole = `${Math.floor(total / large[1])}${large[0]}`;
  if (!small) return whole;
  const rest = Math.floor((total % large[1]) / small[1]);
  return `${whole} ${String(rest).padStart(2, '0')}${small[0]}`;
}

/** How long ago `iso` was at `now` (epoch ms): `just now`, `12m ago`, `3h ago`, `5d ago`. */
export function formatAgo(iso: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(iso)) / 1000);
  if (seconds < 10) return 'just now';
  const unit = durationUnits.find(([, length]) => seconds >= length);
  return unit ? `${Math.floor(seconds / unit[1])}${unit[0]} ago` : 'just now';
}

/** `1.5 MiB`, `820 B`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const scaled = bytes / 1024 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(1)} ${units[power]}`;
}

/** A moment in UTC to the second: `2026-11-23 08:16:05 UTC`. */
export function formatMoment(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

function groupThousands(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function minus(text: string): string {
  return text.replace(/^-/, '−');
}

/** A key that a configuration does not set has no value. */
export const formatConfigValue = (value: unknown): string => (value === undefined ? '–' : String(value));

/** In a name: without the noise that arithmetic leaves in a number, as in 3 × 1e-4 = 0.00030000000000000003. */
export function nameConfigValue(value: unknown): string {
  return formatConfigValue(typeof value === 'number' ? Number(value.toPrecision(12)) : value);
}
