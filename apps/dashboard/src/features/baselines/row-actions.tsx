// What brings a row of Tables 2 and 3 further: the pairs its model lacks, one more seed, or the form for the first runs.
import { domainPairs, isTwoDomain } from '@starlab/experiment';
import type { BaselineRow, BaselineTable } from '@starlab/tracking';
import Link from 'next/link';
import { RunSeedButton } from '@/features/ablation/run-seed-button.tsx';
import { RunPairsButton } from './run-pairs-button.tsx';

interface RowActionsProps {
  readonly row: BaselineRow;
  readonly study: BaselineTable['study'];
}

export function RowActions({ row, study }: RowActionsProps) {
  const { title, method, runs, nearestModel } = row;
  if (method === null) return <span className="text-faint">–</span>;
  const newSeed = runs.reduce((seed, run) => Math.max(seed, run.seed + 1), 1);
  if (!isTwoDomain(method)) return <RunSeedButton studyId={study.id} configuration="F" seed={newSeed} />;
  if (!nearestModel) {
    const address = new URLSearchParams({ study: study.id, configurations: method });
    return (
      <Link
        href={`/launch?${address.toString()}`}
        prefetch={false}
        className="text-xs text-accent underline underline-offset-2"
      >
        launch {title}
      </Link>
    );
  }
  const { runId, seed, missing } = nearestModel;
  const isWhole = missing.length === 0;
  const pairs = isWhole ? domainPairs(study.domains) : missing.map(({ domains }) => domains);
  return <RunPairsButton method={title} runId={runId} seed={isWhole ? newSeed : seed} pairs={pairs} />;
}
