// The kinds of golden files that can be replayed. A new kind is a folder (or file) here and one more entry.
import type { GoldenKind } from './golden-kind.ts';
import { starganV2Training } from './stargan-v2/training.ts';

export const goldenKinds: readonly GoldenKind[] = [starganV2Training];
