// What lies in `.starlab/weights/`, and what is not there yet.
import { StarlabError } from '@starlab/experiment';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { weightKinds, weightKindTable, type WeightKind } from './kinds.ts';
import { publishedFiles, publishedNames } from './published-files.ts';
import { readWeightsFile } from './read-weights-file.ts';
import { recogniseWeights } from './recognise.ts';

/** A file that is there: of a kind, or of none because of a fault. */
export interface StoredWeights {
  readonly file: string;
  readonly kind?: WeightKind;
  readonly bytes?: number;
  readonly sha256?: string;
  /** Of the file it was imported from. */
  readonly sourceSha256?: string;
  /** What is wrong with it. */
  readonly fault?: string;
}

/** A network that is not there, and how to get it. */
export interface MissingWeights {
  readonly kind: WeightKind;
  readonly command: string;
}

async function inspect(folder: string, file: string): Promise<StoredWeights> {
  try {
    const { bytes, sha256, tensors, metadata } = await readWeightsFile(join(folder, file));
    const { kind } = recogniseWeights(tensors, { who: file });
    const { sourceSha256 } = metadata;
    return { file, kind, bytes, sha256, ...(sourceSha256 !== undefined && { sourceSha256 }) };
  } catch (error) {
    if (error instanceof StarlabError) return { file, fault: error.message };
    throw error;
  }
}

/** Every safetensors file of the folder, read and held against what it should be. */
export async function storedWeights(folder: string): Promise<StoredWeights[]> {
  const files = existsSync(folder) ? (await readdir(folder)).sort() : [];
  const found: StoredWeights[] = [];
  for (const file of files.filter((name) => name.endsWith('.safetensors')))
    found.push(await inspect(folder, file));
  return found;
}

/** Kinds of which nothing usable is there. */
export function missingWeights(stored: readonly StoredWeights[]): MissingWeights[] {
  const isThere = (kind: WeightKind): boolean => {
    const { file } = weightKindTable[kind];
    return stored.some((weights) => weights.kind === kind && (file === undefined || weights.file === file));
  };
  return weightKinds
    .filter((kind) => !isThere(kind))
    .map((kind) => {
      const names = publishedNames.filter((name) => publishedFiles[name].kind === kind);
      return { kind, command: names.map((name) => `starlab weights fetch ${name}`).join(', or ') };
    });
}

/**
 * The path of weights that a user names: a file, or the name of one in `.starlab/weights/`.
 * @throws StarlabError listing what there is.
 */
export async function findWeights(folder: string, wanted: string): Promise<string> {
  const named = join(folder, `${wanted}.safetensors`);
  const found = [wanted, named].find((path) => existsSync(path));
  if (found !== undefined) return found;
  const names = existsSync(folder) ? await readdir(folder) : [];
  const known = names
    .filter((name) => name.endsWith('.safetensors'))
    .map((name) => name.replace(/\.\w+$/, ''));
  throw new StarlabError(`There is no file ${wanted}, and no weights of that name.`, {
    remedy:
      known.length > 0
        ? `There are: ${known.join(', ')}. \`starlab weights check\` says what each is.`
        : 'Import a file first: `starlab weights import FILE`.',
  });
}
