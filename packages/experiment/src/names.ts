// Names of the field that everything else is built from. Paper terms only; see arXiv 1912.01865.
import { z } from 'zod';

/** Methods that can be trained. The baselines of the paper's Tables 2 and 3 join this list as they land. */
export const methodSchema = z.enum(['stargan-v2']);
export type Method = z.infer<typeof methodSchema>;

/** Rows of the paper's Table 1. */
export const configurationSchema = z.enum(['A', 'B', 'C', 'D', 'E', 'F']);
export type Configuration = z.infer<typeof configurationSchema>;

/** How a style is obtained: from a latent z by the mapping network, or from a reference image by the style encoder. */
export const modeSchema = z.enum(['latent', 'reference']);
export type Mode = z.infer<typeof modeSchema>;

/** The four networks; the moving average exists for all but the discriminator. */
export const networkSchema = z.enum(['generator', 'mapping_network', 'style_encoder', 'discriminator']);
export type Network = z.infer<typeof networkSchema>;
