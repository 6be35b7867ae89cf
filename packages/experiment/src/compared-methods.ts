// The methods of the paper's Tables 2 and 3, in its order.

export interface ComparedMethod {
  /** As the paper prints it. */
  readonly title: string;
  /** As a configuration names it, whether it can be trained yet or not; null for the real images, which bound the FID. */
  readonly method: string | null;
}

export const comparedMethods: readonly ComparedMethod[] = [
  { title: 'MUNIT', method: 'munit' },
  { title: 'DRIT', method: 'drit' },
  { title: 'MSGAN', method: 'msgan' },
  { title: 'StarGAN v2', method: 'stargan-v2' },
  { title: 'Real images', method: null },
];
