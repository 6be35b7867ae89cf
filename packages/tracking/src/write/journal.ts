// The append-only file of an attempt: one JSON object a line. A line is handed to the operating system before `append`
// returns, so it survives the end of the process, however violent. `sync` forces it to the disk; the run log does that every
// second and at every checkpoint, so a power cut costs a second at most and never what a checkpoint already contains.
import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StarlabError } from '@starlab/experiment';
import { errorCode, messageOf } from '../database/connection-error.ts';
import { entrySchema, type Entry, type NewEntry } from './entry.ts';

const fdatasyncAsync = promisify(fdatasync);
const NEWLINE = 0x0a;

export interface Journal {
  readonly file: string;
  /** Number of the last entry. */
  readonly lastSeq: number;
  /** @throws StarlabError if the disk does not take it; the file then ends with the entry before. */
  append(entry: NewEntry): void;
  sync(): Promise<void>;
  close(): void;
}

export function runFolder(home: string, runId: string): string {
  return path.join(home, 'runs', runId);
}

export function journalFile(home: string, runId: string, attempt: number): string {
  return path.join(runFolder(home, runId), `journal-${attempt}.jsonl`);
}

/** Numbers of the attempts that have a journal in this run's folder, ascending. */
export async function journaledAttempts(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  const numbers = names.flatMap((name) => /^journal-(\d+)\.jsonl$/.exec(name)?.[1] ?? []);
  return numbers.map(Number).sort((a, b) => a - b);
}

/** Creates the journal of a new attempt; its folder must exist, the file must not. */
export function createJournal(file: string): Journal {
  const descriptor = openSync(file, 'ax');
  let lastSeq = 0;
  let bytes = 0;
  let closed = false;

  function write(line: Buffer): void {
    try {
      for (let written = 0; written < line.length;) written += writeSync(descriptor, line, written);
    } catch (error) {
      // Half a line would spoil the next one.
      ftruncateSync(descriptor, bytes);
      throw new StarlabError(`Journal ${file}: cannot be written (${messageOf(error)}).`, {
        remedy:
          errorCode(error) === 'ENOSPC'
            ? 'The disk is full: free some space and resume the run from its last checkpoint.'
            : 'Check the folder’s disk and permissions.',
        cause: error,
      });
    }
  }

  return {
    file,
    get lastSeq() {
      return lastSeq;
    },
    append(entry) {
      if (closed) throw new Error(`journal ${file}: ${entry.kind} after the attempt has finished`);
      const numbered = { seq: lastSeq + 1, time: Date.now(), ...entry };
      const line = Buffer.from(`${JSON.stringify(numbered)}\n`);
      write(line);
      bytes += line.length;
      lastSeq = numbered.seq;
    },
    sync: async () => {
      if (!closed) await fdatasyncAsync(descriptor);
    },
    close() {
      if (closed) return;
      closed = true;
      fdatasyncSync(descriptor);
      closeSync(descriptor);
    },
  };
}

export interface JournalPart {
  readonly entries: readonly Entry[];
  /** Where the next part begins, bytes. */
  readonly end: number;
}

const PART_BYTES = 1 << 18;

async function readLines(file: string, start: number, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    const read = buffer.subarray(0, bytesRead);
    return read.subarray(0, read.lastIndexOf(NEWLINE) + 1);
  } finally {
    await handle.close();
  }
}

function parseLine(file: string, line: string): Entry {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new StarlabError(`Journal ${file}: a line is not an entry: ${line.slice(0, 120)}`, {
      remedy: 'The file was changed from outside; remove the line if it can be spared.',
      cause,
    });
  }
}

/**
 * The whole entries from byte `start` on, about a quarter of a megabyte of them; none at the end of the file. A last line
 * without its end, torn by a crash or just being written, is left for later.
 */
export async function readJournal(file: string, start: number): Promise<JournalPart> {
  let length = PART_BYTES;
  let lines = await readLines(file, start, length);
  // A line longer than one part, or the end of the file: only more bytes can tell.
  while (lines.length === 0) {
    const { size } = await stat(file);
    if (start + length >= size) return { entries: [], end: start };
    length *= 4;
    lines = await readLines(file, start, length);
  }
  const entries = lines.toString('utf8').trimEnd().split('\n');
  return { entries: entries.map((line) => parseLine(file, line)), end: start + lines.length };
}
