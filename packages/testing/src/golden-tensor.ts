// Reference tensors of which only every stride-th row and column is stored, with the sum and the L2 norm of the whole.
import { expectAllClose, type Tolerance } from './all-close.ts';
import { decodeFloat32 } from './golden.ts';

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly base64: string;
  /** Absent when the tensor is stored whole, as are the three below. */
  readonly stride?: number | undefined;
  readonly fullShape?: readonly number[] | undefined;
  readonly sum?: number | undefined;
  readonly l2?: number | undefined;
}

/** Every `stride`-th row and column of `values`, whose last two axes have the sizes `height` and `width`. */
function thinned(values: Float32Array, size: { height: number; width: number; stride: number }): number[] {
  const { height, width, stride } = size;
  return [...values].filter((_, index) => {
    const row = Math.floor(index / width) % height;
    return row % stride === 0 && (index % width) % stride === 0;
  });
}

/** Fails unless `actual`, the whole tensor, agrees at the stored positions, and in its norm. */
export function expectGoldenTensor(actual: Float32Array, golden: GoldenTensor, tolerance: Tolerance): void {
  const { stride = 1, fullShape = golden.shape, l2 } = golden;
  const [height = 1, width = 1] = fullShape.slice(-2);
  const seen = stride === 1 ? actual : thinned(actual, { height, width, stride });
  expectAllClose(seen, decodeFloat32(golden), tolerance);
  // An error of the tolerance in every element moves the norm by this much.
  const slack = tolerance.absolute * Math.sqrt(actual.length);
  if (l2 !== undefined) expectAllClose([Math.hypot(...actual)], [l2], { ...tolerance, absolute: slack });
}
