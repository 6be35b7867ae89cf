// An evaluation as a matrix, source by target. FID falls as translations get better, LPIPS rises with their diversity.
import {
  metricTraits,
  type Evaluation,
  type Metric,
  type Mode,
  type RealImagesFigure,
} from '@starlab/experiment';

export interface MatrixCell {
  readonly value: number;
  readonly samples: number;
  /** 0 for the worst value of the matrix, 1 for its best. */
  readonly merit: number;
}

export interface EvaluationMatrix {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** Undefined on the diagonal and for pairs not measured. */
  cell(source: string, target: string): MatrixCell | undefined;
  /** What real validation images of the domain reach, if that was measured: what the diagonal shows. */
  real(domain: string): RealImagesFigure | undefined;
}

/** `domains` gives the order; domains that only the evaluation knows follow. */
export function evaluationMatrix(evaluation: Evaluation, domains: readonly string[]): EvaluationMatrix {
  const { tasks, metric } = evaluation;
  const values = tasks.map((task) => task.value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const merit = (value: number): number => {
    if (high === low) return 0.5;
    const position = (value - low) / (high - low);
    return metricTraits[metric].lowerIsBetter ? 1 - position : position;
  };
  const cells = new Map(
    tasks.map(({ source, target, value, samples }) => [
      `${source}\n${target}`,
      { value, samples, merit: merit(value) },
    ]),
  );
  const named = (role: 'source' | 'target'): string[] => {
    const measured = new Set(tasks.map((task) => task[role]));
    const known = domains.filter((domain) => measured.has(domain));
    return [...known, ...[...measured].filter((domain) => !domains.includes(domain))];
  };
  return {
    sources: named('source'),
    targets: named('target'),
    cell: (source, target) => cells.get(`${source}\n${target}`),
    real: (name) => evaluation.realImages?.find(({ domain }) => domain === name),
  };
}

/** The steps at which something was evaluated, latest first. */
export function evaluatedSteps(evaluations: readonly Evaluation[]): number[] {
  return [...new Set(evaluations.map((evaluation) => evaluation.step))].sort((a, b) => b - a);
}

export interface MetricHistory {
  readonly metric: Metric;
  readonly mode: Mode;
  /** Means by step, only those measured with the same fingerprint as the latest. */
  readonly points: readonly { readonly step: number; readonly mean: number }[];
}

/** How the mean went over training, among evaluations comparable with `latest`. */
export function metricHistory(evaluations: readonly Evaluation[], latest: Evaluation): MetricHistory {
  const fingerprint = JSON.stringify(latest.fingerprint);
  const points = evaluations
    .filter(
      ({ metric, mode, fingerprint: other }) =>
        metric === latest.metric && mode === latest.mode && JSON.stringify(other) === fingerprint,
    )
    .map(({ step, mean }) => ({ step, mean }))
    .sort((a, b) => a.step - b.step);
  return { metric: latest.metric, mode: latest.mode, points };
}
