// The checkpoints of a run: where each lies and how to know it.
import type { StoredCheckpoint } from '@starlab/tracking';
import { CopyButton } from '@/ui/copy-button.tsx';
import { formatBytes, formatCount, formatMoment } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { Table } from '@/ui/table.tsx';

interface CheckpointsTableProps {
  readonly checkpoints: readonly StoredCheckpoint[];
  /** What stands where there is none. */
  readonly empty: string;
}

export function CheckpointsTable({ checkpoints, empty }: CheckpointsTableProps) {
  if (checkpoints.length === 0) return <Nothing>{empty}</Nothing>;
  return (
    <Table
      caption="Checkpoints"
      rows={[...checkpoints].sort((a, b) => b.step - a.step)}
      keyOf={(checkpoint) => `${checkpoint.attempt} ${checkpoint.step}`}
      columns={[
        { title: 'iteration', numeric: true, cell: ({ step }) => formatCount(step) },
        { title: 'attempt', numeric: true, cell: ({ attempt }) => attempt },
        { title: 'size', numeric: true, cell: ({ bytes }) => formatBytes(bytes) },
        {
          title: 'written',
          cell: ({ createdAt }) => <span className="whitespace-nowrap">{formatMoment(createdAt)}</span>,
        },
        {
          title: 'file in the run’s folder',
          cell: ({ path }) => <code className="font-mono text-xs">{path}</code>,
        },
        {
          title: 'SHA-256',
          cell: ({ sha256 }) => (
            <span className="inline-flex items-center gap-1 font-mono text-xs text-muted">
              {sha256.slice(0, 12)}…
              <CopyButton label="Copy the SHA-256" text={sha256} />
            </span>
          ),
        },
      ]}
    />
  );
}
