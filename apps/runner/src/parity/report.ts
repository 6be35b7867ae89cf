// What a replay says: every comparison as a table, then the worst of each group; or the same as JSON.
import pc from 'picocolors';
import { formatTable } from '../terminal/text-table.ts';
import { agrees, share, worstOf, type Comparison } from './comparison.ts';

export interface ReplayReport {
  readonly file: string;
  readonly kind: string;
  /** Where and how it was replayed, e.g. `cpu, rewrites on`. */
  readonly mode: string;
  readonly seconds: number;
  readonly comparisons: readonly Comparison[];
}

export const passed = ({ comparisons }: ReplayReport): boolean => comparisons.every(agrees);

function groupsOf(comparisons: readonly Comparison[]): Map<string, Comparison[]> {
  const groups = new Map<string, Comparison[]>();
  for (const one of comparisons) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}

const figure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(8));
const small = (value: number): string => (value === 0 ? '0' : value.toExponential(1));
const errorText = ({ error, errorKind }: Comparison): string =>
  `${small(error)}${errorKind === 'relative' ? ' rel' : ''}`;

/** A row per comparison. */
export function comparisonsText({ comparisons }: ReplayReport): string {
  const rows = comparisons.map((one) => [
    agrees(one) ? '' : '✗',
    one.group,
    one.name,
    figure(one.ours),
    figure(one.theirs),
    errorText(one),
    small(one.tolerance),
  ]);
  const header = ['', 'group', 'what', 'ours', 'theirs', 'error', 'tolerance'];
  return formatTable({ header, rows, numeric: [3, 4, 5, 6] }, 'text');
}

/** One line of verdict, then a row per group: its worst comparison. */
export function summaryText(report: ReplayReport): string {
  const { file, kind, mode, comparisons, seconds } = report;
  const beyond = comparisons.filter((one) => !agrees(one)).length;
  const verdict = beyond === 0 ? pc.green('✓') : pc.red('✗');
  const rows = [...groupsOf(comparisons)].map(([group, members]) => {
    const worst = worstOf(members);
    if (!worst) return [group];
    const used = Number.isFinite(share(worst)) ? `${(100 * share(worst)).toFixed(1)} %` : '–';
    return [group, String(members.length), errorText(worst), small(worst.tolerance), used, worst.name];
  });
  const header = ['group', 'compared', 'worst error', 'tolerance', 'used up', 'worst'];
  return [
    `${verdict} ${file} (${kind}; ${mode}): ${comparisons.length} comparisons, ${beyond} beyond tolerance, ${seconds.toFixed(1)} s`,
    formatTable({ header, rows, numeric: [1, 2, 3, 4] }, 'text').replaceAll(/^/gm, '  '),
  ].join('\n');
}

/** The report for machines; NaN (a number we do not have) becomes null. */
export function reportJson(report: ReplayReport): object {
  const worst = [...groupsOf(report.comparisons)].map(([group, members]) => ({
    group,
    compared: members.length,
    worst: worstOf(members),
  }));
  return {
    ...report,
    passed: passed(report),
    worst,
    comparisons: report.comparisons.map((one) => ({ ...one, agrees: agrees(one) })),
  };
}
