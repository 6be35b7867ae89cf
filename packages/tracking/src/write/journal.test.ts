import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJournal, journalFile, journaledAttempts, readJournal } from './journal.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'starlab-journal-'));
  file = path.join(folder, 'journal-1.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a journal', () => {
  it('numbers its entries and gives them back', async () => {
    const journal = createJournal(file);
    journal.append({ kind: 'values', step: 10, values: { a: 0.1, b: 'NaN', c: '-Infinity' } });
    journal.append({ kind: 'message', line: 'two\nlines' });
    const { entries, end } = await readJournal(file, 0);
    expect(entries).toMatchObject([
      { seq: 1, kind: 'values', step: 10, values: { a: 0.1, b: 'NaN', c: '-Infinity' } },
      { seq: 2, kind: 'message', line: 'two\nlines' },
    ]);
    expect(await readJournal(file, end)).toEqual({ entries: [], end });
    journal.append({ kind: 'message', line: 'third' });
    expect((await readJournal(file, end)).entries).toMatchObject([{ seq: 3 }]);
    journal.close();
  });

  it('leaves a torn last line for later', async () => {
    const journal = createJournal(file);
    journal.append({ kind: 'message', line: 'whole' });
    journal.close();
    await appendFile(file, '{"seq":2,"time":1,"kind":"mess');
    const { entries, end } = await readJournal(file, 0);
    expect(entries).toMatchObject([{ seq: 1 }]);
    await appendFile(file, 'age","line":"mended"}\n');
    expect((await readJournal(file, end)).entries).toMatchObject([{ seq: 2, line: 'mended' }]);
  });

  it('is read in parts, whatever the length of its lines', async () => {
    const journal = createJournal(file);
    const lengths = [3, 700_000, 10, 300_000, 5];
    for (const length of lengths) journal.append({ kind: 'message', line: 'ä'.repeat(length) });
    const read: number[] = [];
    let offset = 0;
    for (;;) {
      const { entries, end } = await readJournal(file, offset);
      if (entries.length === 0) break;
      for (const entry of entries) if (entry.kind === 'message') read.push(entry.line.length);
      offset = end;
    }
    expect(read).toEqual(lengths);
    journal.close();
  });

  it('names the line that is not an entry', async () => {
    await appendFile(file, '{"seq":1}\n');
    await expect(readJournal(file, 0)).rejects.toThrow(
      /journal-1\.jsonl: a line is not an entry: \{"seq":1\}/,
    );
  });

  it('is never continued by a second attempt of the same number', () => {
    createJournal(file).close();
    expect(() => createJournal(file)).toThrow(/EEXIST/);
  });

  it('is counted among the attempts of its folder', async () => {
    expect(await journaledAttempts(path.join(folder, 'absent'))).toEqual([]);
    for (const attempt of [10, 2]) createJournal(path.join(folder, `journal-${attempt}.jsonl`)).close();
    await appendFile(path.join(folder, 'journal-3.txt'), '');
    expect(await journaledAttempts(folder)).toEqual([2, 10]);
    expect(journalFile('/home', 'r', 2)).toBe(path.join('/home', 'runs', 'r', 'journal-2.jsonl'));
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
    expect(message).toMatch(/journal-1\.jsonl: cannot be written \(EFBIG/);
    const { entries, end } = await readJournal(file, 0);
    expect(entries.at(-1)?.seq).toBe(lastSeq);
    expect(end).toBe((await stat(file)).size);
  },
);
