// The file that a study travels in: gzip over one JSON object a line. docs/study-file.md describes it for others' programs.
import { z } from 'zod';

export const STUDY_FILE_FORMAT = 'starlab-study';
export const STUDY_FILE_VERSION = 1;

/** Tables in an order in which rows refer only to rows before them. */
export const tables = [
  'study',
  'run',
  'attempt',
  'journal',
  'series',
  'metric_chunk',
  'metric_rollup',
  'sample',
  'checkpoint',
  'evaluation',
  'evaluation_task',
  'log_line',
] as const;
export type Table = (typeof tables)[number];

export const headerSchema = z.object({
  format: z.literal(STUDY_FILE_FORMAT),
  version: z.int(),
  /** The newest migration of the database it was written from. */
  migration: z.string(),
  study: z.string(),
  runs: z.int(),
});

export const lineSchema = z.union([
  z.strictObject({ table: z.enum(tables), row: z.record(z.string(), z.json()) }),
  z.strictObject({
    artifact: z.strictObject({ sha256: z.string(), extension: z.string(), base64: z.base64() }),
  }),
  /** The last line: without it, the file was cut off. */
  z.strictObject({ end: z.literal(true) }),
]);
export type Line = z.infer<typeof lineSchema>;
