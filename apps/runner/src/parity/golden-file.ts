// Reads a golden file and finds out by its content which kind it is.
import { readFile } from 'node:fs/promises';
import { GoldenFileError, type GoldenKind } from './golden-kind.ts';
import { goldenKinds } from './kinds.ts';

export interface GoldenFile {
  readonly path: string;
  readonly kind: GoldenKind;
  readonly document: unknown;
}

function parseDocument(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GoldenFileError(`${path} is not whole JSON: ${reason}.`, {
      remedy:
        'Golden files are JSON. This one is something else, or was cut short: compare it with its original.',
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GoldenFileError(`${path} cannot be read: ${reason}.`, {
      remedy: 'Give the path of a golden file; those of the tests are in packages/*/golden/.',
    });
  }
}

/** @throws GoldenFileError when the file cannot be read, is no JSON, or is of no kind that is known. */
export async function readGoldenFile(path: string): Promise<GoldenFile> {
  const document = parseDocument(await readText(path), path);
  const kind = goldenKinds.find((known) => known.recognises(document));
  if (kind) return { path, kind, document };
  const known = goldenKinds.map(({ name, holds }) => `${name} (${holds})`).join(', ');
  throw new GoldenFileError(`${path} is JSON, but no kind of golden file that is known.`, {
    remedy: `There are: ${known}.`,
  });
}
