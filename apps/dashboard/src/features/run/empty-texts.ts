// What stands where a run has nothing to show: a run that goes on will have it, one that has ended will not, and what other
// programs train is neither measured nor kept by Starlab.
import type { RunDetail } from '@starlab/tracking';

export interface EmptyTexts {
  readonly curves: string;
  readonly samples: string;
  readonly evaluation: string;
  readonly system: string;
  readonly checkpoints: string;
}

const goingOn: EmptyTexts = {
  curves: 'No values logged yet. They appear here as they are.',
  samples: 'No samples drawn yet. The first grid appears here by itself.',
  evaluation: 'Not evaluated yet. FID and LPIPS are measured at the end of training.',
  system: 'No system metrics logged yet.',
  checkpoints: 'No checkpoint written yet.',
};

const ended: EmptyTexts = {
  curves: 'This run logged no values.',
  samples: 'This run drew no samples.',
  evaluation: 'Not evaluated. `starlab eval` measures FID and LPIPS of its newest checkpoint.',
  system: 'This run logged no system metrics.',
  checkpoints: 'This run wrote no checkpoint.',
};

const external = {
  evaluation:
    'Starlab measures no runs of other programs. What they log of FID or LPIPS is among the curves.',
  checkpoints: 'Other programs keep their checkpoints themselves.',
} as const;

/** A crashed run may go on. */
const endings: readonly RunDetail['state'][] = ['finished', 'failed', 'killed'];

export function emptyTexts({ state, kind }: Pick<RunDetail, 'state' | 'kind'>): EmptyTexts {
  const texts = endings.includes(state) ? ended : goingOn;
  return kind === 'external' ? { ...texts, ...external } : texts;
}
