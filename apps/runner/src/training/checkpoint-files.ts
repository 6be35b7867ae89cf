// Checkpoints on disk: written beside, flushed, then renamed, so that a reader finds a whole file or none.
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRecord, RunId } from '@starlab/experiment';

/** Older ones are deleted once a newer one is safely on disk. */
const KEPT_CHECKPOINTS = 3;

const NAME = /^step-(\d+)\.safetensors$/;

export const checkpointFolderOf = (runsFolder: string, runId: RunId): string =>
  join(runsFolder, runId, 'checkpoints');

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export interface CheckpointFile {
  readonly step: number;
  readonly path: string;
}

/** Oldest first. */
export function listCheckpointFiles(folder: string): CheckpointFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const step = NAME.exec(name)?.[1];
      return step === undefined ? [] : [{ step: Number(step), path: join(folder, name) }];
    })
    .sort((a, b) => a.step - b.step);
}

/** The newest whole checkpoint in `folder`, or undefined. */
export function latestCheckpoint(folder: string): CheckpointFile | undefined {
  return listCheckpointFiles(folder).at(-1);
}

/** Writes the checkpoint of `step` (iterations finished) and deletes the oldest beyond those kept. */
export function saveCheckpoint(folder: string, step: number, bytes: Uint8Array): CheckpointRecord {
  mkdirSync(folder, { recursive: true });
  const name = `step-${String(step).padStart(7, '0')}.safetensors`;
  const temporary = join(folder, `${name}.partial`);
  try {
    writeDurably(temporary, bytes);
    renameSync(temporary, join(folder, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(folder);
  for (const old of listCheckpointFiles(folder).slice(0, -KEPT_CHECKPOINTS))
    rmSync(old.path, { force: true });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { step, path: `checkpoints/${name}`, bytes: bytes.length, sha256 };
}
