// The paper's figures by version. They and ours are shown side by side and never subtracted.
import type { Metric } from '@starlab/experiment';
import type { AblationTable, AblationTableRow } from '@starlab/tracking';
import type { PublishedFigure } from '@/features/tables/published-figures.tsx';

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
