// The machine's rate by the same runtime and threads as the training step: a large float32 matrix product, and for
// information a large convolution. What a step reaches is said relative to the product.
import type { Device, Program } from '@starlab/engine';
import { conv2d } from '@starlab/engine/ops';
import { matMul, sum, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

const SIDE = 2048;
/** A convolution such as the networks have at 64 px: `[8, 128, 64, 64]` with `[128, 128, 3, 3]`. */
const IMAGE = [8, 128, 64, 64] as const;
const KERNEL = [128, 128, 3, 3] as const;

const reference = {
  product: {
    shapes: { a: [SIDE, SIDE], b: [SIDE, SIDE] },
    gigaOperations: (2 * SIDE ** 3) / 1e9,
    compute: (a: Tensor, b: Tensor) => matMul(a as Tensor2D, b as Tensor2D),
  },
  convolution: {
    shapes: { a: IMAGE, b: KERNEL },
    gigaOperations: (2 * 8 * 128 * 64 * 64 * 128 * 9) / 1e9,
    compute: (a: Tensor, b: Tensor) => conv2d(a as Tensor4D, b as Tensor4D, { padding: 1 }),
  },
} as const;

export type RateName = keyof typeof reference;

export interface MachineRate {
  /** GFLOP/s of one run now. */
  measure(): Promise<number>;
  dispose(): Promise<void>;
}

const ones = (shape: readonly number[]): { shape: readonly number[]; data: Float32Array } => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(1),
});

export async function machineRate(device: Device, name: RateName): Promise<MachineRate> {
  const { shapes, gigaOperations, compute } = reference[name];
  const program: Program = await device.compile(
    (state) => {
      const { a, b } = state;
      if (!a || !b) throw new Error('the operands are missing');
      // The sum keeps the result inside; what it costs is a thousandth of the product.
      return { state, outputs: { sum: sum(compute(a, b)) } };
    },
    { state: { a: ones(shapes.a), b: ones(shapes.b) }, inputs: {} },
  );
  await program.run({});
  return {
    measure: async () => {
      const start = performance.now();
      await program.run({});
      return (1000 * gigaOperations) / (performance.now() - start);
    },
    dispose: () => program.dispose(),
  };
}
