// Puts a file of weights into `.starlab/weights/`, in the form Starlab uses.
import { StarlabError } from '@starlab/experiment';
import { encodeSafetensors } from '@starlab/models';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { weightKindTable, type WeightKind } from './kinds.ts';
import { readWeightsFile } from './read-weights-file.ts';
import { recogniseWeights, type RecognisedWeights } from './recognise.ts';

export interface ImportWeights {
  readonly path: string;
  /** `.starlab/weights/`. */
  readonly folder: string;
  readonly as?: WeightKind | undefined;
  /** Of a checkpoint among several: the file's own name when left out. */
  readonly name?: string | undefined;
}

export interface ImportedWeights extends RecognisedWeights {
  /** Where it now lies. */
  readonly path: string;
  /** Of the file it came from. */
  readonly sourceSha256: string;
}

const NAME = /^\w[\w.-]*$/;

function fileNameOf(kind: WeightKind, name: string): string {
  const { file } = weightKindTable[kind];
  if (file !== undefined) return file;
  if (NAME.test(name) && !fixedFiles.has(`${name}.safetensors`)) return `${name}.safetensors`;
  throw new StarlabError(`Weights cannot be called "${name}".`, {
    remedy:
      'Give --name with letters, digits, dots, dashes and underscores, other than the names of fixed files.',
  });
}

const fixedFiles: ReadonlySet<string> = new Set(
  Object.values(weightKindTable).flatMap(({ file }) => (file === undefined ? [] : [file])),
);

/** @throws StarlabError when the file cannot be read, is of no known kind, or its tensors do not fit. */
export async function importWeights(options: ImportWeights): Promise<ImportedWeights> {
  const source = await readWeightsFile(options.path);
  const recognised = recogniseWeights(source.tensors, { who: source.name, as: options.as });
  const file = fileNameOf(recognised.kind, options.name ?? parse(source.name).name);
  const path = join(options.folder, file);
  const metadata = {
    ...source.metadata, // an exported run's iteration and domains
    kind: recognised.kind,
    source: source.name,
    sourceSha256: source.sha256,
  };
  await mkdir(options.folder, { recursive: true });
  const temporary = `${path}.${process.pid}.partial`;
  await writeFile(temporary, encodeSafetensors(recognised.tensors, metadata));
  await rename(temporary, path);
  return { ...recognised, path, sourceSha256: source.sha256 };
}
