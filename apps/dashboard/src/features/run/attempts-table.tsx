// The attempts of a run: each continues from a checkpoint of the one before.
import type { AttemptSummary } from '@starlab/tracking';
import { formatCount, formatDuration, formatMoment } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { StateBadge } from '@/ui/state-badge.tsx';
import { Reason, Table } from '@/ui/table.tsx';

function stepText(step: number | null): string {
  return step === null ? '–' : formatCount(step);
}

export function AttemptsTable({ attempts }: { readonly attempts: readonly AttemptSummary[] }) {
  if (attempts.length === 0) return <Nothing>Not started yet.</Nothing>;
  return (
    <Table
      caption="Attempts"
      rows={attempts}
      keyOf={({ number }) => number}
      columns={[
        { title: 'attempt', numeric: true, cell: ({ number }) => number },
        { title: 'state', cell: ({ state }) => <StateBadge state={state} /> },
        { title: 'first iteration', numeric: true, cell: ({ firstStep }) => stepText(firstStep) },
        { title: 'last iteration', numeric: true, cell: ({ lastStep }) => stepText(lastStep) },
        {
          title: 'started',
          cell: ({ startedAt }) => <span className="whitespace-nowrap">{formatMoment(startedAt)}</span>,
        },
        {
          title: 'took',
          numeric: true,
          cell: ({ startedAt, endedAt }) =>
            endedAt === null ? '–' : formatDuration(Date.parse(endedAt) - Date.parse(startedAt)),
        },
        {
          title: 'reason',
          cell: ({ reason }) =>
            reason === null ? <span className="text-faint">–</span> : <Reason>{reason}</Reason>,
        },
      ]}
    />
  );
}
