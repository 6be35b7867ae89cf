// The kinds of golden files that can be replayed. A new kind is a folder (or file) here and one more entry.
import type { GoldenKind } from './golden-kind.ts';
import { dritTraining } from './drit/training.ts';
import { evaluation } from './metrics/evaluation.ts';
import { frechet } from './metrics/frechet.ts';
import { inception } from './metrics/inception.ts';
import { lpips } from './metrics/lpips.ts';
import { resize } from './metrics/resize.ts';
import { munitTraining } from './munit/training.ts';
import { singleLayers } from './single-layers/single-layers.ts';
import { starganTraining } from './stargan/training.ts';
import { starganV2Full } from './stargan-v2/full-width.ts';
import { starganV2Training } from './stargan-v2/training.ts';

export const goldenKinds: readonly GoldenKind[] = [
  starganV2Training,
  starganTraining,
  starganV2Full,
  munitTraining,
  dritTraining,
  singleLayers,
  lpips,
  evaluation,
  inception,
  frechet,
  resize,
];
