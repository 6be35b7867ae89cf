// A kind of golden file: how it is recognised by its content, what it holds, and how it is replayed through our programs.
import { StarlabError } from '@starlab/experiment';
import type { Device } from '@starlab/engine';
import { z } from 'zod';
import type { Comparison } from './comparison.ts';

export interface ReplayOptions {
  readonly device: Device;
  /** Whether exact rewrites are on: those of the engine and those that the trainer makes itself. */
  readonly rewrites: boolean;
  /** Replays the first iterations of a training only: no figures of its end. */
  readonly iterations?: number;
  /** Where the golden file lies. */
  readonly folder: string;
  /** Folder of pictures that the file's figures were measured on, where they were measured on any. */
  readonly data?: string;
  /** Says how far a long replay is. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface GoldenKind {
  readonly name: string;
  /** In a few words, for people. */
  readonly holds: string;
  /** False when nothing of it runs on a device: then there is one way to replay it. */
  readonly onDevice: boolean;
  /** What its progress counts. */
  readonly unit: 'iterations' | 'images' | 'layers';
  recognises(document: unknown): boolean;
  /** @throws GoldenFileError when the document lacks something or holds the wrong thing. */
  replay(document: unknown, options: ReplayOptions): Promise<Comparison[]>;
}

export class GoldenFileError extends StarlabError {
  override readonly name = 'GoldenFileError';
}

interface KindDescription<Schema extends z.ZodType> {
  readonly name: string;
  readonly holds: string;
  readonly onDevice?: boolean;
  /** `iterations` when left out. */
  readonly unit?: GoldenKind['unit'];
  /** Keys (dots descend) by which a document is known to be of this kind; no other kind's documents have them all. */
  readonly marks: readonly string[];
  readonly schema: Schema;
  readonly replay: (document: z.output<Schema>, options: ReplayOptions) => Promise<Comparison[]>;
}

function has(document: unknown, path: string): boolean {
  let at: unknown = document;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !(key in at)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

const MOST_FAULTS = 3;

function faults(error: z.ZodError): string {
  const all = error.issues.map(({ path, message }) => `${path.join('.') || 'the document'}: ${message}`);
  const more = all.length > MOST_FAULTS ? `; and ${all.length - MOST_FAULTS} more` : '';
  return all.slice(0, MOST_FAULTS).join('; ') + more;
}

export function goldenKind<Schema extends z.ZodType>({
  name,
  holds,
  onDevice = true,
  unit = 'iterations',
  marks,
  schema,
  replay,
}: KindDescription<Schema>): GoldenKind {
  return {
    name,
    holds,
    onDevice,
    unit,
    recognises: (document) => marks.every((mark) => has(document, mark)),
    replay: async (document, options) => {
      const parsed = schema.safeParse(document);
      if (!parsed.success)
        throw new GoldenFileError(`It looks like ${holds}, but is not whole: ${faults(parsed.error)}.`, {
          remedy: 'Compare the file with its original; it may have been cut or edited.',
        });
      return replay(parsed.data, options);
    },
  };
}

/** A stored tensor: little-endian float32, row-major. */
export const storedTensorSchema = z
  .object({ shape: z.array(z.int().min(0)), dtype: z.literal('float32'), base64: z.base64() })
  .refine(
    ({ shape, base64 }) =>
      Buffer.from(base64, 'base64').length === 4 * shape.reduce((size, n) => size * n, 1),
    'its bytes do not fill its shape',
  );
