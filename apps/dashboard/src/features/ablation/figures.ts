// The cells of the ablation table: the paper's figures by version, ours by metric, mode and feature set. The two are
// shown side by side and never subtracted.
import type { Metric, Mode } from '@starlab/experiment';
import type { AblationTable, AblationTableRow, MeasuredFigure } from '@starlab/tracking';
import { formatMetric } from '@/ui/format.ts';

export const metrics = ['fid', 'lpips'] as const satisfies readonly Metric[];
export const modes = ['latent', 'reference'] as const satisfies readonly Mode[];

export type PublishedFigure = AblationTableRow['published'][number];

/** One column of measured figures. */
export interface MeasuredColumn {
  readonly metric: Metric;
  readonly mode: Mode;
  /** "FID", or "FID (demo features)". */
  readonly label: string;
}

/** The versions of the paper that have figures, oldest first; null stands for figures from elsewhere. */
export function publishedVersions(table: AblationTable): (string | null)[] {
  const order = ['v1', 'v2', 'CVPR', null];
  const versions = new Set(table.rows.flatMap((row) => row.published.map((figure) => figure.paperVersion)));
  return order.filter((version) => versions.has(version as never));
}

export function publishedFigures(
  row: AblationTableRow,
  version: string | null,
  metric: Metric,
): PublishedFigure[] {
  return row.published.filter((figure) => figure.paperVersion === version && figure.metric === metric);
}

/** Every kind of figure measured in the study; without any, the columns that are waiting to be filled. */
export function measuredColumns(table: AblationTable): MeasuredColumn[] {
  const labels = new Map<Metric, Set<string>>();
  for (const figure of table.rows.flatMap((row) => row.measured)) {
    labels.set(figure.metric, (labels.get(figure.metric) ?? new Set()).add(figure.label));
  }
  const waiting = { fid: 'FID', lpips: 'LPIPS' } as const;
  return modes.flatMap((mode) =>
    metrics.flatMap((metric) =>
      [...(labels.get(metric) ?? [waiting[metric]])].sort().map((label) => ({ metric, mode, label })),
    ),
  );
}

/** Of the row's figures of this kind the ones others may be compared with come first, later steps before earlier. */
export function measuredFigures(row: AblationTableRow, column: MeasuredColumn): MeasuredFigure[] {
  return row.measured
    .filter(
      ({ metric, mode, label }) => metric === column.metric && mode === column.mode && label === column.label,
    )
    .sort((a, b) => Number(b.comparable) - Number(a.comparable) || b.step - a.step);
}

/** `21.3 ± 0.4`, or `21.3` for a single run. */
export function figureText({ metric, mean, std }: Pick<MeasuredFigure, 'metric' | 'mean' | 'std'>): string {
  const text = formatMetric(metric, mean);
  return std === null ? text : `${text} ± ${formatMetric(metric, std)}`;
}

/** Whether any figure comes from the demo networks, so that the reader has to be told. */
export function hasDemoFigures(table: AblationTable): boolean {
  return table.rows.some((row) => row.measured.some((figure) => figure.fingerprint.featureSet === 'demo'));
}
