// What will happen: the runs, how they differ from the paper, how long they will take, and the button.
'use client';

import type { TrainingSpeed } from '@starlab/tracking';
import Link from 'next/link';
import { formatConfigValue, formatCount, formatDuration, formatNumber } from '@/ui/format.ts';
import { estimate } from './estimate.ts';
import { deviations, type LaunchPlan, type PlannedRun } from './launch-request.ts';

function EstimateText({
  runs,
  speeds,
}: {
  readonly runs: readonly PlannedRun[];
  readonly speeds: readonly TrainingSpeed[];
}) {
  const { seconds, secondsPerIteration, from } = estimate(runs, speeds);
  const sources = from.map((speed, i) => (
    <span key={speed.runId}>
      {i > 0 && ', '}
      <Link className="text-accent underline underline-offset-2" href={`/runs/${speed.runId}`}>
        {speed.name}
      </Link>{' '}
      on {speed.host}
    </span>
  ));
  if (seconds === undefined) {
    return (
      <p className="text-muted" data-role="estimate">
        No estimate: no earlier run had the same work an iteration{runs.length > 1 && ' as each of these'}.
      </p>
    );
  }
  return (
    <div data-role="estimate">
      <p className="text-base font-medium">about {formatDuration(1000 * seconds)}</p>
      <p className="text-muted">
        of training{runs.length > 1 && ', one after the other'}
        {secondsPerIteration !== undefined && `, ${formatNumber(secondsPerIteration)} s an iteration`}; from{' '}
        {sources}. The evaluation comes on top.
      </p>
    </div>
  );
}

function Deviations({ run }: { readonly run: PlannedRun }) {
  const rows = deviations(run.config);
  if (rows.length === 0) return <p className="text-muted">None: these are the paper’s defaults.</p>;
  return (
    <table className="w-full text-left">
      <thead className="sr-only">
        <tr>
          <th scope="col">key</th>
          <th scope="col">paper’s default</th>
          <th scope="col">here</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, paper, launched }) => (
          <tr key={key} className="border-b border-line last:border-b-0">
            <th scope="row" className="py-0.5 pr-2 font-mono text-xs font-normal">
              {key}
            </th>
            <td className="py-0.5 pr-1 text-right font-mono text-xs text-muted line-through">
              {formatConfigValue(paper)}
            </td>
            <td className="py-0.5 text-right font-mono text-xs font-semibold">
              {formatConfigValue(launched)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface LaunchSummaryProps {
  readonly plan: LaunchPlan;
  readonly speeds: readonly TrainingSpeed[];
  /** What else is wrong with the request. */
  readonly faults: readonly string[];
  readonly busy: boolean;
}

const runsWord = (count: number): string => `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`;

export function LaunchSummary({ plan, speeds, faults, busy }: LaunchSummaryProps) {
  const [first] = plan.ok ? plan.runs : [];
  const ready = plan.ok && plan.runs.length > 0 && faults.length === 0;
  return (
    <aside className="panel flex flex-col gap-4 p-4" aria-label="What will be launched">
      {plan.ok ? (
        <div className="flex flex-col gap-1">
          <h2 className="font-medium">{runsWord(plan.runs.length)}</h2>
          <p className="text-muted" data-role="planned">
            {plan.runs
              .slice(0, 12)
              .map(({ name }) => name)
              .join(', ')}
            {plan.runs.length > 12 && ' …'}
          </p>
        </div>
      ) : (
        <p className="text-bad" role="alert">
          {plan.message} {plan.remedy.startsWith('Known keys') ? '' : plan.remedy}
        </p>
      )}
      {plan.ok && plan.runs.length > 0 && <EstimateText runs={plan.runs} speeds={speeds} />}
      {first && (
        <div className="flex flex-col gap-1">
          <h3 className="label">
            Difference from the paper’s default{plan.ok && plan.runs.length > 1 && ` (${first.name})`}
          </h3>
          <Deviations run={first} />
        </div>
      )}
      {faults.map((fault) => (
        <p key={fault} className="text-bad" role="alert">
          {fault}
        </p>
      ))}
      <button
        type="submit"
        disabled={!ready || busy}
        className="h-8 rounded bg-accent px-3 font-medium text-canvas transition-opacity hover:opacity-90 disabled:opacity-40"
      >
        {busy ? 'Launching …' : `Launch ${plan.ok ? runsWord(plan.runs.length) : ''}`}
      </button>
    </aside>
  );
}
