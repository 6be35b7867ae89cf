// One more run of a table's row, by one click: into the queue, from where a worker takes it.
'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import type { ActionOutcome } from '@/server/launch-actions.ts';
import { Button } from '@/ui/button.tsx';

interface QueueButtonProps {
  readonly text: string;
  /** What is queued, for those who do not see the row. */
  readonly label: string;
  readonly onLaunch: () => Promise<ActionOutcome<unknown>>;
}

export function QueueButton({ text, label, onLaunch }: QueueButtonProps) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const [refusal, setRefusal] = useState<string>();
  const launch = (): void =>
    start(async () => {
      const outcome = await onLaunch();
      setRefusal(outcome.ok ? undefined : `${outcome.message} ${outcome.remedy}`);
      if (outcome.ok) router.refresh();
    });
  return (
    <>
      <Button
        look="ghost"
        className="-ml-1.5 text-xs"
        disabled={busy}
        onClick={launch}
        aria-label={label}
        title="Put it into the queue; a worker takes it from there"
      >
        <Plus aria-hidden className="size-3" />
        {text}
      </Button>
      {refusal !== undefined && (
        <span role="alert" className="block max-w-48 text-xs text-bad">
          {refusal}
        </span>
      )}
    </>
  );
}
