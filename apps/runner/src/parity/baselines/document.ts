// What the golden training files of StarGAN, MUNIT, DRIT and MSGAN have in common.
import { z } from 'zod';
import { storedTensorSchema } from '../golden-kind.ts';

const shapeSchema = z.array(z.int());

/** A tensor of which only every stride-th row and column may be stored, with the L2 norm of the whole. */
export const thinnedTensorSchema = storedTensorSchema.and(
  z.object({
    stride: z.int().min(1).default(1),
    fullShape: shapeSchema.optional(),
    l2: z.number().optional(),
  }),
);
export type ThinnedTensor = z.output<typeof thinnedTensorSchema>;

const numbersSchema = z.record(z.string(), z.number());

export const figuresSchema = z.object({
  paramShapes: z.record(z.string(), z.record(z.string(), shapeSchema)),
  /** By name; of a discriminator one map per scale. */
  forward: z.record(z.string(), z.union([thinnedTensorSchema, z.array(thinnedTensorSchema)])),
  iterations: z
    .array(
      z.object({
        kind: z.enum(['content', 'full']).optional(),
        losses: numbersSchema,
        gradNorm: numbersSchema,
        /** By network, or by optimiser. */
        lr: numbersSchema,
      }),
    )
    .min(1),
  paramsAfter: z.record(z.string(), z.record(z.string(), z.object({ sum: z.number(), l2: z.number() }))),
  after: z.record(z.string(), thinnedTensorSchema),
});
export type Figures = z.output<typeof figuresSchema>;
