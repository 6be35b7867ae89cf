// Evaluations as text for a terminal: all pairs of domains, or their means alone.
import { metricLabel, metricTraits, type Evaluation } from '@starlab/experiment';
import { formatTable } from '../terminal/text-table.ts';

/** One digit more than papers print: these figures are for comparing. */
const figureText = ({ metric }: Evaluation, value: number): string =>
  value.toFixed(metricTraits[metric].digits + 1);

const titleOf = ({ metric, mode, fingerprint }: Evaluation): string =>
  `${metricLabel(metric, fingerprint.featureSet)}, ${mode}-guided`;

/** A table for each metric and mode. */
export function evaluationText(evaluations: readonly Evaluation[]): string {
  return evaluations
    .map((evaluation) => {
      const { tasks, mean, realImages = [] } = evaluation;
      const rows = [
        ...tasks.map(({ source, target, value }) => [`${source} → ${target}`, figureText(evaluation, value)]),
        ['mean', figureText(evaluation, mean)],
        ...realImages.map(({ domain, value }) => [`real images of ${domain}`, figureText(evaluation, value)]),
      ];
      return formatTable({ header: [titleOf(evaluation), ''], rows, numeric: [1] }, 'text');
    })
    .join('\n\n');
}

/** One table of the means over all pairs of domains. */
export function meansText(evaluations: readonly Evaluation[]): string {
  const rows = evaluations.map((evaluation) => [
    titleOf(evaluation),
    figureText(evaluation, evaluation.mean),
  ]);
  return formatTable({ header: ['measured', 'mean'], rows, numeric: [1] }, 'text');
}
