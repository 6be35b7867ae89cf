// The methods of the paper's Tables 2 and 3, in its order.
import { baselines } from './baselines.ts';
import type { Method } from './names.ts';

export interface ComparedMethod {
  /** As the paper prints it. */
  readonly title: string;
  /** As a configuration names it; null for the real images, which bound the FID. */
  readonly method: Method | null;
}

export const comparedMethods: readonly ComparedMethod[] = [
  ...baselines,
  { title: 'StarGAN v2', method: 'stargan-v2' },
  { title: 'Real images', method: null },
];
