// Figures printed elsewhere, with where each was read and how sure that is. They are data, never code.
import { configurationSchema, modeSchema } from '@starlab/experiment';
import { z } from 'zod';

/** `votes-…`: percentage of crowd workers who preferred the method (paper, Table 4). */
export const publishedMetricSchema = z.enum(['fid', 'lpips', 'votes-quality', 'votes-style']);
export type PublishedMetric = z.infer<typeof publishedMetricSchema>;

/** Tables of the paper by number; `text`: its running text; the rest: the authors' README and other people's runs. */
export const publishedTableSchema = z.enum(['1', '2', '3', '4', 'text', 'readme', 'replication', 'issue']);
export type PublishedTable = z.infer<typeof publishedTableSchema>;

export const publishedResultSchema = z.strictObject({
  table: publishedTableSchema,
  dataset: z.enum(['celeba_hq', 'celeba_hq@128', 'afhq']),
  method: z.string(),
  /** The row of Table 1. */
  configuration: configurationSchema.nullable(),
  mode: modeSchema,
  metric: publishedMetricSchema,
  value: z.number(),
  /** v1 and v2 on arXiv differ in architecture and figures; null for what is not the paper. */
  paperVersion: z.enum(['v1', 'v2', 'CVPR']).nullable(),
  source: z.string(),
  /** read: seen in the source; consistent: not seen, but agrees with a figure that was; unverified: neither. */
  evidence: z.enum(['read', 'consistent', 'unverified']),
  note: z.string().nullable(),
});
export type PublishedResult = z.infer<typeof publishedResultSchema>;
