import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runIdSchema } from '@starlab/experiment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from './entry.ts';
import { createJournal, journalFile, JournalReader, journalsIn } from './journal.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'starlab-journal-'));
  file = path.join(folder, 'journal-1-0.bin');
});
afterEach(() => rm(folder, { recursive: true }));

/** Reads on to the end of what is there. */
async function readAll(reader: JournalReader): Promise<Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const entries = await reader.read();
    if (entries.length === 0) return all;
    all.push(...entries);
  }
}

describe('a journal', () => {
  it('numbers its entries and gives them back', async () => {
    const journal = createJournal(file);
    const reader = new JournalReader(file);
    journal.appendValues(10, { a: 0.1, b: NaN, c: -Infinity });
    journal.append({ kind: 'message', line: 'two\nlines' });
    expect(await readAll(reader)).toMatchObject([
      {
        seq: 1,
        kind: 'values',
        step: 10,
        names: ['a', 'b', 'c'],
        values: [0.1, NaN, -Infinity],
      },
      { seq: 2, kind: 'message', line: 'two\nlines' },
    ]);
    expect(await readAll(reader)).toEqual([]);
    // Other names, the same again in another order, and the first ones once more.
    journal.appendValues(11, { a: 5e-324 });
    journal.appendValues(11, { c: 1, b: 2, a: 3 });
    journal.appendValues(12, { a: 4, b: 5, c: 6 });
    journal.appendValues(13, {});
    expect(await readAll(reader)).toMatchObject([
      { seq: 3, step: 11, names: ['a'], values: [5e-324] },
      { seq: 4, step: 11, names: ['c', 'b', 'a'], values: [1, 2, 3] },
      { seq: 5, step: 12, names: ['a', 'b', 'c'], values: [4, 5, 6] },
      { seq: 6, step: 13, names: [], values: [] },
    ]);
    expect(reader.offset).toBe((await stat(file)).size);
    journal.close();
    await reader.close();
  });

  it('leaves a torn last entry for later, and zeros that a power cut has appended', async () => {
    const journal = createJournal(file);
    for (const line of ['whole', 'torn']) journal.append({ kind: 'message', line });
    journal.close();
    const bytes = await readFile(file);
    for (const end of [bytes.length - 1, bytes.length / 2 + 3]) {
      await writeFile(file, bytes.subarray(0, end));
      const reader = new JournalReader(file);
      expect(await readAll(reader)).toMatchObject([{ seq: 1, line: 'whole' }]);
      await appendFile(file, bytes.subarray(end));
      expect(await readAll(reader)).toMatchObject([{ seq: 2, line: 'torn' }]);
      await appendFile(file, Buffer.alloc(5_000));
      expect(await readAll(reader)).toEqual([]);
      await reader.close();
    }
  });

  it('is read in parts, whatever the length of its entries', async () => {
    const journal = createJournal(file);
    const lengths = [3, 700_000, 10, 300_000, 5];
    for (const length of lengths) journal.append({ kind: 'message', line: 'ä'.repeat(length) });
    const reader = new JournalReader(file);
    const read = await readAll(reader);
    expect(read.map((entry) => (entry.kind === 'message' ? entry.line.length : 0))).toEqual(lengths);
    journal.close();
    await reader.close();
  });

  it('says where it is damaged', async () => {
    const journal = createJournal(file);
    for (const line of ['first', 'second', 'third']) journal.append({ kind: 'message', line });
    journal.close();
    const handle = await open(file, 'r+');
    await handle.write('x', (await readFile(file)).indexOf('second'));
    await handle.close();
    const reader = new JournalReader(file);
    await expect(reader.read()).rejects.toThrow(/journal-1-0\.bin: damaged after byte 0 \(wrong checksum/);
    await reader.close();
  });

  it('is never continued by a second attempt of the same number', () => {
    createJournal(file).close();
    expect(() => createJournal(file)).toThrow(/EEXIST/);
  });

  it('is found in the folder of its run', async () => {
    expect(await journalsIn(path.join(folder, 'absent'))).toEqual([]);
    for (const name of ['10-0', '2-1', '2-0'])
      createJournal(path.join(folder, `journal-${name}.bin`)).close();
    await appendFile(path.join(folder, 'journal-3.txt'), '');
    expect(await journalsIn(folder)).toEqual([
      { attempt: 2, process: 0 },
      { attempt: 2, process: 1 },
      { attempt: 10, process: 0 },
    ]);
    const runId = runIdSchema.parse('01a20e69-2cc4-70dc-b645-eee80aa6c6d4');
    expect(journalFile('/home', { runId, attempt: 2, process: 1 })).toBe(
      path.join('/home', 'runs', runId, 'journal-2-1.bin'),
    );
  });
});

// A limit on the size of files stands in for a full disk: the write stops in the middle of a line.
it.runIf(process.platform === 'linux')(
  'a line that the disk does not take is named and leaves nothing behind',
  async () => {
    const program = `
    import { createJournal } from ${JSON.stringify(fileURLToPath(new URL('./journal.ts', import.meta.url)))};
    const journal = createJournal(${JSON.stringify(file)});
    try {
      for (;;) journal.append({ kind: 'message', line: 'x'.repeat(100) });
    } catch (error) {
      console.log(JSON.stringify({ name: error.name, message: error.message, lastSeq: journal.lastSeq }));
    }`;
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', 'ulimit -f 2; exec "$@"', 'sh', ...node]);
    const { name, message, lastSeq } = JSON.parse(stdout) as {
      name: string;
      message: string;
      lastSeq: number;
    };
    expect(name).toBe('StarlabError');
    expect(message).toMatch(/journal-1-0\.bin: cannot be written \(EFBIG/);
    const reader = new JournalReader(file);
    expect((await readAll(reader)).at(-1)?.seq).toBe(lastSeq);
    expect(reader.offset).toBe((await stat(file)).size);
    await reader.close();
  },
);
