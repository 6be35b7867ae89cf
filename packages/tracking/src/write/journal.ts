// The append-only file of one process in one attempt. A record is handed to the operating system before `append` returns, so
// it survives the end of the process, however violent. `sync` forces it to the disk; the run log does that twice a second while
// the database does not take what is said, and at every checkpoint, so a power cut costs a second or so (half of it until the
// server's own disk has what it acknowledged) and never what a checkpoint already contains.
import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StarlabError } from '@starlab/experiment';
import { errorCode, messageOf } from '../database/connection-error.ts';
import type { Entry, NewWord } from './entry.ts';
import type { JournalKey } from './insert-words.ts';
import { HEADER_BYTES, parseRecords, RecordWriter } from './journal-record.ts';

const fdatasyncAsync = promisify(fdatasync);

export interface Journal {
  readonly file: string;
  /** Number of the last entry. */
  readonly lastSeq: number;
  /** @throws StarlabError if the disk does not take it; the file then ends with the entry before. */
  append(word: NewWord): void;
  /** A log call. @throws as `append` does. */
  appendValues(step: number, values: Readonly<Record<string, number>>): void;
  sync(): Promise<void>;
  close(): void;
}

export function runFolder(home: string, runId: string): string {
  return path.join(home, 'runs', runId);
}

export function journalFile(home: string, { runId, attempt, process }: JournalKey): string {
  return path.join(runFolder(home, runId), `journal-${attempt}-${process}.bin`);
}

/** The journals in a run's folder, by attempt and process. */
export async function journalsIn(folder: string): Promise<{ attempt: number; process: number }[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const [, attempt, process] = /^journal-(\d+)-(\d+)\.bin$/.exec(name) ?? [];
      return attempt === undefined ? [] : [{ attempt: Number(attempt), process: Number(process) }];
    })
    .sort((a, b) => a.attempt - b.attempt || a.process - b.process);
}

/** Numbers sets of names: by identity of the last set where a program logs the same again, which is nearly always. */
class NameSets {
  readonly #numbers = new Map<string, number>();
  #last: { names: readonly string[]; number: number } | undefined;

  /** @param onNew writes the names down before their number is used. */
  numberOf(names: readonly string[], onNew: () => void): number {
    const last = this.#last;
    if (last && last.names.length === names.length && last.names.every((name, i) => name === names[i])) {
      return last.number;
    }
    const key = JSON.stringify(names);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      onNew();
      number = this.#numbers.size;
      this.#numbers.set(key, number);
    }
    this.#last = { names, number };
    return number;
  }
}

/** Creates the journal of a new attempt; its folder must exist, the file must not. */
export function createJournal(file: string): Journal {
  const descriptor = openSync(file, 'ax');
  const records = new RecordWriter();
  const nameSets = new NameSets();
  let lastSeq = 0;
  let bytes = 0;
  let closed = false;

  function write(record: Buffer): void {
    try {
      for (let written = 0; written < record.length;) written += writeSync(descriptor, record, written);
    } catch (error) {
      // Half a record would spoil the next one.
      ftruncateSync(descriptor, bytes);
      throw new StarlabError(`Journal ${file}: cannot be written (${messageOf(error)}).`, {
        remedy:
          errorCode(error) === 'ENOSPC'
            ? 'The disk is full: free some space and resume the run from its last checkpoint.'
            : 'Check the folder’s disk and permissions.',
        cause: error,
      });
    }
    bytes += record.length;
  }

  function checkOpen(kind: string): void {
    if (closed) throw new Error(`journal ${file}: ${kind} after the attempt has finished`);
  }

  return {
    file,
    get lastSeq() {
      return lastSeq;
    },
    append(word) {
      checkOpen(word.kind);
      write(records.word({ seq: lastSeq + 1, time: Date.now(), ...word }));
      lastSeq += 1;
    },
    appendValues(step, values) {
      checkOpen('values');
      const names = Object.keys(values);
      const layout = nameSets.numberOf(names, () => write(records.names(names)));
      write(records.values({ seq: lastSeq + 1, time: Date.now(), step, layout, names, values }));
      lastSeq += 1;
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

/** About so much is read, and sent, at a time: a thousand log calls of twenty values. */
const PART_BYTES = 3 << 16;

/** Reads a journal from its beginning, part by part, also while it grows. */
export class JournalReader {
  readonly #file: string;
  readonly #layouts: (readonly string[])[] = [];
  #handle: FileHandle | undefined;
  #offset = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Where the first entry begins that has not been read, bytes. */
  get offset(): number {
    return this.#offset;
  }

  async #bytes(length: number): Promise<Buffer> {
    this.#handle ??= await open(this.#file, 'r');
    const { buffer, bytesRead } = await this.#handle.read(
      Buffer.allocUnsafe(length),
      0,
      length,
      this.#offset,
    );
    return buffer.subarray(0, bytesRead);
  }

  /** Whole entries, about a fifth of a megabyte of them; none at the end of the file. */
  async read(): Promise<Entry[]> {
    for (;;) {
      let bytes = await this.#bytes(PART_BYTES);
      const length = bytes.length >= HEADER_BYTES ? HEADER_BYTES + bytes.readUInt32LE(0) : 0;
      if (length > PART_BYTES) bytes = await this.#bytes(length);
      const parsed = this.#parse(bytes);
      this.#offset += parsed.length;
      // A part may hold nothing but names.
      if (parsed.entries.length > 0 || parsed.length === 0) return parsed.entries;
    }
  }

  #parse(bytes: Buffer): { entries: Entry[]; length: number } {
    try {
      return parseRecords(bytes, this.#layouts);
    } catch (cause) {
      throw new StarlabError(
        `Journal ${this.#file}: damaged after byte ${this.#offset} (${messageOf(cause)}).`,
        {
          remedy:
            'What comes before is sent; the file was changed from outside or its disk fails. Move it away to go on without the rest.',
          cause,
        },
      );
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}
