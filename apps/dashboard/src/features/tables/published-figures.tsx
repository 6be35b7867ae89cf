// Figures that others printed, each with its source and how sure it is.
import type { PublishedResult } from '@starlab/tracking';
import { formatMetric } from '@/ui/format.ts';

export type PublishedFigure = Pick<
  PublishedResult,
  'metric' | 'value' | 'paperVersion' | 'source' | 'evidence'
>;

const evidenceTitles = {
  read: 'read in the source',
  consistent: 'not seen, but agrees with a figure that was',
  unverified: 'unverified',
} as const satisfies Record<PublishedFigure['evidence'], string>;

export function PublishedFigures({ figures }: { readonly figures: readonly PublishedFigure[] }) {
  if (figures.length === 0) return <span className="text-faint">–</span>;
  return figures.map((figure) => (
    <span
      key={`${figure.value} ${figure.source}`}
      tabIndex={0}
      title={`${figure.source}; ${evidenceTitles[figure.evidence]}`}
      className="relative block cursor-help text-muted"
    >
      {formatMetric(figure.metric === 'lpips' ? 'lpips' : 'fid', figure.value)}
      {figure.evidence === 'unverified' && <sup className="absolute top-1 text-warn">?</sup>}
    </span>
  ));
}
