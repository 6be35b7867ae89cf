// Figures that others printed, as text to take away: those that could not be verified are marked there as on the page.
import type { Metric } from '@starlab/experiment';
import { formatMetric } from '@/ui/format.ts';
import type { PublishedFigure } from './published-figures.tsx';

const isUnverified = ({ evidence }: Pick<PublishedFigure, 'evidence'>): boolean => evidence === 'unverified';

export function publishedText(metric: Metric, figures: readonly PublishedFigure[]): string {
  const texts = figures.map(
    (figure) => `${formatMetric(metric, figure.value)}${isUnverified(figure) ? '?' : ''}`,
  );
  return texts.join(' / ') || '–';
}

/** What has to be said below a table with these figures. */
export function publishedNotes(figures: readonly Pick<PublishedFigure, 'evidence'>[]): string[] {
  return figures.some(isUnverified) ? ['A figure marked ? could not be verified.'] : [];
}
