// Runs on pairs of domains with the settings of those there are, so that they count as one model.
'use client';

import { QueueButton } from '@/features/tables/queue-button.tsx';
import { launchPairs } from '@/server/launch-actions.ts';

interface RunPairsButtonProps {
  readonly method: string;
  /** Whose settings the new runs have. */
  readonly runId: string;
  readonly seed: number;
  readonly pairs: readonly (readonly [string, string])[];
}

export function RunPairsButton({ method, runId, seed, pairs }: RunPairsButtonProps) {
  const names = pairs.map((pair) => pair.join('–')).join(', ');
  const [only] = pairs;
  const what = pairs.length === 1 && only ? only.join('–') : `${pairs.length} pairs`;
  const text = `${what}, seed ${seed}`;
  return (
    <QueueButton
      text={text}
      label={`Queue ${method}: ${text}${pairs.length > 1 ? ` (${names})` : ''}`}
      onLaunch={() => launchPairs({ runId, seed, pairs })}
    />
  );
}
