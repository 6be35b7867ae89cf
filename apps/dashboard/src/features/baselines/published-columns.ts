// The columns of the paper's Tables 2 and 3: data set, version of the paper, metric.
import { paperMetrics, type Mode } from '@starlab/experiment';
import type { BaselineRow, BaselineTable } from '@starlab/tracking';
import type { PublishedFigure } from '@/features/tables/published-figures.tsx';

export const datasetTitles: Readonly<Record<string, string>> = { celeba_hq: 'CelebA-HQ', afhq: 'AFHQ' };

/** The paper's tables by how translations are guided. */
export const paperTables = { latent: 'Table 2', reference: 'Table 3' } as const satisfies Record<
  Mode,
  string
>;

export interface PublishedColumn {
  readonly dataset: string;
  readonly version: string;
  readonly metric: (typeof paperMetrics)[number];
}

/** Data sets beside each other, of each the versions of the paper from old to new, of each FID and LPIPS. */
export function publishedColumns({ rows }: Pick<BaselineTable, 'rows'>): PublishedColumn[] {
  const figures = rows.flatMap(({ published }) => published);
  const versions = [...new Set(figures.map(({ paperVersion }) => paperVersion ?? 'other'))].sort();
  return Object.keys(datasetTitles).flatMap((dataset) =>
    versions.flatMap((version) => paperMetrics.map((metric) => ({ dataset, version, metric }))),
  );
}

export function publishedIn(row: BaselineRow, mode: Mode, column: PublishedColumn): PublishedFigure[] {
  return row.published.filter(
    (figure) =>
      figure.mode === mode &&
      figure.dataset === column.dataset &&
      (figure.paperVersion ?? 'other') === column.version &&
      figure.metric === column.metric,
  );
}
