// Names of the field that everything else is built from. Paper terms only; see arXiv 1912.01865.
import { z } from 'zod';

/** Methods that can be trained: StarGAN v2, StarGAN (configurations A and B), and those of the paper's Tables 2 and 3. */
export const methodSchema = z.enum(['stargan-v2', 'stargan', 'munit', 'drit', 'msgan']);
export type Method = z.infer<typeof methodSchema>;

/** Methods whose model knows two domains; for more, one is trained for each pair. */
export const twoDomainMethods = ['munit', 'drit', 'msgan'] as const satisfies readonly Method[];
export type TwoDomainMethod = (typeof twoDomainMethods)[number];

export const isTwoDomain = (method: string): method is TwoDomainMethod =>
  (twoDomainMethods as readonly string[]).includes(method);

/** Rows of the paper's Table 1. */
export const configurationSchema = z.enum(['A', 'B', 'C', 'D', 'E', 'F']);
export type Configuration = z.infer<typeof configurationSchema>;

/** What tells the generator which output is wanted: the domain's label alone, a latent code, or a style code. */
export const conditioningSchema = z.enum(['style-code', 'latent-code', 'label']);
export type Conditioning = z.infer<typeof conditioningSchema>;

/** One real/fake branch per domain (paper section 2.1), or one for all beside a domain classifier (StarGAN). */
export const discriminatorHeadSchema = z.enum(['multi-task', 'classifier']);
export type DiscriminatorHead = z.infer<typeof discriminatorHeadSchema>;

/**
 * How an attribute enters DRIT's generator: at every position of its residual blocks (its authors' advice where shapes change, as
 * between animals), or as further channels, with an attribute encoder that gives a distribution.
 */
export const attributeEntrySchema = z.enum(['feature-wise', 'concatenated']);
export type AttributeEntry = z.infer<typeof attributeEntrySchema>;

/** How a style is obtained: from a latent z by the mapping network, or from a reference image by the style encoder. */
export const modeSchema = z.enum(['latent', 'reference']);
export type Mode = z.infer<typeof modeSchema>;

/** StarGAN v2's four networks; the moving average exists for all but the discriminator. */
export const networkSchema = z.enum(['generator', 'mapping_network', 'style_encoder', 'discriminator']);
export type Network = z.infer<typeof networkSchema>;

/** What may compute; the command line names them without waiting for the compute engine. */
export const deviceNames = ['cpu', 'cuda', 'webgpu', 'tfjs-node-gpu', 'tfjs-node', 'tfjs-cpu'] as const;
export type DeviceName = (typeof deviceNames)[number];
