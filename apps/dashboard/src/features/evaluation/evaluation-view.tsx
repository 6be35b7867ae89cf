// The evaluations of a run: per metric and mode a matrix source → target, the mean, and what measured it.
'use client';

import { metricLabel, type Evaluation, type Metric, type RealImagesFigure } from '@starlab/experiment';
import { formatCount, formatMetric } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { Select } from '@/ui/select.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import { FingerprintDetails } from './fingerprint-details.tsx';
import { evaluatedSteps, evaluationMatrix, metricHistory } from './matrix.ts';
import { Sparkline } from './sparkline.tsx';

interface EvaluationViewProps {
  readonly evaluations: readonly Evaluation[];
  readonly domains: readonly string[];
  /** What stands where there is none. */
  readonly empty: string;
}

export function EvaluationView({ evaluations, domains, empty }: EvaluationViewProps) {
  const [parameters, patchUrl] = useUrlState();
  const steps = evaluatedSteps(evaluations);
  const step = steps.find((candidate) => candidate === Number(parameters.get('at'))) ?? steps[0];
  if (step === undefined) return <Nothing>{empty}</Nothing>;
  const shown = evaluations.filter((evaluation) => evaluation.step === step);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Select
          label="After iteration"
          value={String(step)}
          options={steps.map((value) => ({ value: String(value), title: formatCount(value) }))}
          onChange={(value) => patchUrl({ at: value === String(steps[0]) ? undefined : value })}
        />
        <p className="text-faint">
          Rows are sources, columns targets; within a matrix a stronger tint is better. In italics, on the
          diagonal: the domain’s own validation images against its training images.
        </p>
      </div>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] items-start gap-3">
        {shown.map((evaluation) => (
          <Matrix
            key={`${evaluation.metric} ${evaluation.mode} ${JSON.stringify(evaluation.fingerprint)}`}
            evaluation={evaluation}
            all={evaluations}
            domains={domains}
          />
        ))}
      </div>
    </div>
  );
}

interface RealImagesCellProps {
  readonly metric: Metric;
  readonly real: RealImagesFigure | undefined;
}

function RealImagesCell({ metric, real }: RealImagesCellProps) {
  if (!real) return <td className="rounded-[2px] bg-sunken/60 px-2 py-1" />;
  const title = `${formatCount(real.samples)} real validation images of ${real.domain}, against its training images`;
  return (
    <td className="rounded-[2px] bg-sunken/60 px-2 py-1 text-faint italic" title={title}>
      {formatMetric(metric, real.value)}
    </td>
  );
}

interface MatrixProps {
  readonly evaluation: Evaluation;
  readonly all: readonly Evaluation[];
  readonly domains: readonly string[];
}

function Matrix({ evaluation, all, domains }: MatrixProps) {
  const { metric, mode, mean, fingerprint } = evaluation;
  const matrix = evaluationMatrix(evaluation, domains);
  const history = metricHistory(all, evaluation);
  const label = metricLabel(metric, fingerprint.featureSet);
  return (
    <section className="panel flex flex-col gap-3 p-3" aria-label={`${label}, ${mode}-guided`}>
      <header className="flex items-start gap-3">
        <div>
          <h2 className="font-medium">{label}</h2>
          <p className={mode === 'latent' ? 'text-latent' : 'text-reference'}>{mode}-guided</p>
        </div>
        <div className="ml-auto flex items-end gap-3 text-right">
          <Sparkline points={history.points.map(({ step, mean: y }) => ({ x: step, y }))} />
          <div>
            <div className="text-xl leading-6 font-semibold tracking-tight tabular-nums">
              {formatMetric(metric, mean)}
            </div>
            <div className="label">mean of {evaluation.tasks.length}</div>
          </div>
        </div>
      </header>
      <div className="overflow-x-auto">
        <table className="w-full border-separate border-spacing-px text-right">
          <caption className="sr-only">{label} by source and target</caption>
          <thead>
            <tr>
              <td className="label py-1 pr-2 text-left">source \ target</td>
              {matrix.targets.map((target) => (
                <th key={target} scope="col" className="px-2 py-1 font-medium text-muted">
                  {target}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.sources.map((source) => (
              <tr key={source}>
                <th scope="row" className="py-1 pr-2 text-left font-medium text-muted">
                  {source}
                </th>
                {matrix.targets.map((target) => {
                  const cell = matrix.cell(source, target);
                  if (!cell) {
                    const real = source === target ? matrix.real(target) : undefined;
                    return <RealImagesCell key={target} metric={metric} real={real} />;
                  }
                  const heat = `color-mix(in srgb, var(--heat) ${Math.round(6 + 28 * cell.merit)}%, transparent)`;
                  return (
                    <td
                      key={target}
                      className="rounded-[2px] px-2 py-1"
                      style={{ background: heat }}
                      title={`${formatCount(cell.samples)} ${metric === 'lpips' ? 'pairs' : 'images'}`}
                    >
                      {formatMetric(metric, cell.value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <FingerprintDetails fingerprint={fingerprint} />
    </section>
  );
}
