// The runs behind a row, by seed, each with its state.
import type { AblationRun, BaselineRun } from '@starlab/tracking';
import Link from 'next/link';
import { StateDot } from '@/ui/state-badge.tsx';
import { runProgress } from './measured-columns.ts';

type TableRun = AblationRun | BaselineRun;

/** More than these would make a row of the table longer than a screen. */
const NAMED_RUNS = 8;

export function RunLinks({ runs }: { readonly runs: readonly TableRun[] }) {
  if (runs.length <= NAMED_RUNS) return <RunList runs={runs} />;
  return (
    <div className="flex flex-col gap-0.5">
      <RunList runs={runs.slice(0, NAMED_RUNS - 1)} />
      <details>
        <summary className="cursor-pointer text-muted hover:text-ink">
          {runs.length - NAMED_RUNS + 1} more
        </summary>
        <RunList runs={runs.slice(NAMED_RUNS - 1)} />
      </details>
    </div>
  );
}

function RunList({ runs }: { readonly runs: readonly TableRun[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {runs.map((run) => (
        <li key={run.id}>
          <Link
            href={`/runs/${run.id}`}
            className="inline-flex flex-wrap items-center gap-x-1.5 hover:text-accent hover:underline"
            title={runProgress(run)}
          >
            <StateDot state={run.state} />
            <span className="whitespace-nowrap tabular-nums">
              {'pair' in run && run.pair && `${run.pair.join('–')}, `}seed {run.seed}
            </span>
            {run.state === 'finished' ? (
              <span className="sr-only">, finished</span>
            ) : (
              <span className="pl-3.5 text-xs whitespace-nowrap text-muted tabular-nums">
                {runProgress(run)}
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}
