// Which networks a mini-batch trains, how often each has been stepped before it, and at which rate. Functions of the mini-batch's
// number, so that a resumed run needs to know nothing else.
import type { DritSchedule } from './settings.ts';

/** `content` steps the content discriminator only, `full` everything. */
export type MiniBatchKind = 'content' | 'full';

/** At the end of every epoch so many mini-batches are full, whatever the interval. */
const FULL_AT_END = 2;

function kindInEpoch(index: number, { contentInterval, miniBatchesPerEpoch }: DritSchedule): MiniBatchKind {
  const isContent = (index + 1) % contentInterval !== 0 && index < miniBatchesPerEpoch - FULL_AT_END;
  return isContent ? 'content' : 'full';
}

export interface MiniBatch {
  readonly kind: MiniBatchKind;
  /** Epochs done before it. */
  readonly epoch: number;
  /** Full mini-batches before it. */
  readonly fullBefore: number;
}

/** Full mini-batches among the first `count` of an epoch. */
function fullAmong(count: number, { contentInterval, miniBatchesPerEpoch }: DritSchedule): number {
  const regular = Math.max(0, Math.min(count, miniBatchesPerEpoch - FULL_AT_END));
  return Math.floor(regular / contentInterval) + (count - regular);
}

/** Mini-batch `number`, counted from 0 through all epochs. */
export function miniBatch(number: number, schedule: DritSchedule): MiniBatch {
  const { miniBatchesPerEpoch } = schedule;
  const epoch = Math.floor(number / miniBatchesPerEpoch);
  const index = number % miniBatchesPerEpoch;
  return {
    kind: kindInEpoch(index, schedule),
    epoch,
    fullBefore: epoch * fullAmong(miniBatchesPerEpoch, schedule) + fullAmong(index, schedule),
  };
}

/** What the rates are multiplied by after `epoch` epochs. */
export function rateFactor(epoch: number, { epochs, decayFromEpoch }: DritSchedule): number {
  return 1 - Math.max(0, epoch - decayFromEpoch) / (epochs - decayFromEpoch + 1);
}
