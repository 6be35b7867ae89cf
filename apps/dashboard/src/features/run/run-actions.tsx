// What can be done with the run one looks at: put it away, or delete it.
'use client';

import type { RunDetail } from '@starlab/tracking';
import { Archive, ArchiveRestore, Ellipsis } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { actOnRuns, type Deed } from '@/features/runs/act-on-runs.ts';
import { DeleteChoice } from '@/features/runs/delete-choice.tsx';
import { Button } from '@/ui/button.tsx';
import { Popover } from '@/ui/popover.tsx';

interface RunActionsProps {
  readonly run: Pick<RunDetail, 'id' | 'state' | 'archivedAt'>;
  /** Called before the run is deleted here, and again if it was not. */
  readonly onDeleting: (isDeleting: boolean) => void;
}

export function RunActions({ run, onDeleting }: RunActionsProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const perform = async (deed: Deed): Promise<void> => {
    // One that is being trained stays, and the message says so.
    const isDeleting = deed.action === 'delete' && run.state !== 'running';
    setBusy(true);
    onDeleting(isDeleting);
    try {
      setSaid(await actOnRuns([run.id], deed));
      if (isDeleting) router.push('/');
    } catch (reason) {
      onDeleting(false);
      setSaid(reason instanceof Error ? reason.message : String(reason));
    } finally {
      setBusy(false);
    }
  };
  const archived = run.archivedAt !== null;
  const Icon = archived ? ArchiveRestore : Archive;
  return (
    <Popover
      label="Archive or delete the run"
      trigger={
        <Button aria-label="Archive or delete the run" title="Archive or delete">
          <Ellipsis aria-hidden className="size-3.5" />
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Button
          className="self-start"
          disabled={busy}
          onClick={() => void perform({ action: archived ? 'restore' : 'archive' })}
        >
          <Icon aria-hidden className="size-3.5" />
          {archived ? 'Restore' : 'Archive'}
        </Button>
        <div className="border-t border-line pt-3">
          <DeleteChoice count={1} disabled={busy} onDeed={(deed) => void perform(deed)} />
        </div>
        <p role="status" className="max-w-72 text-muted empty:hidden">
          {said}
        </p>
      </div>
    </Popover>
  );
}
