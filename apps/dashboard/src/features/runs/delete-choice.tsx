// What deleting takes with it, said before it is done.
'use client';

import { Button } from '@/ui/button.tsx';
import type { Deed } from './act-on-runs.ts';

interface DeleteChoiceProps {
  readonly count: number;
  readonly disabled?: boolean;
  readonly onDeed: (deed: Deed) => void;
}

export function DeleteChoice({ count, disabled = false, onDeed }: DeleteChoiceProps) {
  const runs = `${count} ${count === 1 ? 'run' : 'runs'}`;
  return (
    <div className="flex w-72 flex-col gap-2">
      <p>
        Delete {runs} with all values, evaluations, logs, sample grids and checkpoints? This cannot be undone;
        archiving can.
      </p>
      <Button
        className="self-start text-bad!"
        disabled={disabled}
        onClick={() => onDeed({ action: 'delete' })}
      >
        Delete for good
      </Button>
      <p className="border-t border-line pt-2">
        Or keep {count === 1 ? 'the run' : 'the runs'} and delete the sample grids alone.
      </p>
      <Button
        className="self-start text-bad!"
        disabled={disabled}
        onClick={() => onDeed({ action: 'delete-samples' })}
      >
        Delete sample grids
      </Button>
    </div>
  );
}
