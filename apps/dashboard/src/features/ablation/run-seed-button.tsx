// One more seed of a row of Table 1.
'use client';

import type { Configuration } from '@starlab/experiment';
import { QueueButton } from '@/features/tables/queue-button.tsx';
import { launchCell } from '@/server/launch-actions.ts';

interface RunSeedButtonProps {
  readonly studyId: string;
  readonly configuration: Configuration;
  readonly seed: number;
}

export function RunSeedButton({ studyId, configuration, seed }: RunSeedButtonProps) {
  return (
    <QueueButton
      text={`seed ${seed}`}
      label={`Queue ${configuration} with seed ${seed}`}
      onLaunch={() => launchCell({ studyId, configuration, seed })}
    />
  );
}
