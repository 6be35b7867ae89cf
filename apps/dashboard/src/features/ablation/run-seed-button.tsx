// One more run of a row, by one click: into the queue, from where a worker takes it.
'use client';

import type { Configuration } from '@starlab/experiment';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { launchCell } from '@/server/launch-actions.ts';
import { Button } from '@/ui/button.tsx';

interface RunSeedButtonProps {
  readonly studyId: string;
  readonly configuration: Configuration;
  readonly seed: number;
}

export function RunSeedButton({ studyId, configuration, seed }: RunSeedButtonProps) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const [refusal, setRefusal] = useState<string>();
  const launch = (): void =>
    start(async () => {
      const outcome = await launchCell({ studyId, configuration, seed });
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
        aria-label={`Queue ${configuration} with seed ${seed}`}
        title="Put it into the queue; a worker takes it from there"
      >
        <Plus aria-hidden className="size-3" />
        seed {seed}
      </Button>
      {refusal !== undefined && (
        <span role="alert" className="block max-w-48 text-xs text-bad">
          {refusal}
        </span>
      )}
    </>
  );
}
