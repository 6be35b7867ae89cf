import { resolveConfig } from '@starlab/experiment';
import { describe, expect, it } from 'vitest';
import { exampleRun } from '../../../test/example-run.ts';
import { applyChange, formatCursor, parseCursor, type RunPageData } from './run-update.ts';

const run = {
  ...exampleRun({ state: 'running', step: 100 }),
  command: 'starlab train',
  environment: {},
  git: null,
  dataset: { path: 'data', sha256: '0'.repeat(64) },
  domains: ['cat', 'dog'],
  attempts: [],
  base: resolveConfig({}),
};
const line = (seq: number) => ({ seq, time: '2026-01-01T00:00:00Z', line: `line ${seq}` });
const page: RunPageData = { run, samples: [], evaluations: [], checkpoints: [], lines: [line(1), line(2)] };

describe('applyChange', () => {
  it('moves the run on and keeps what does not change', () => {
    const after = applyChange(page, { run: { ...run, step: 120 }, lines: [] });
    expect(after.run.step).toBe(120);
    expect(after.run.command).toBe('starlab train');
    expect(after.samples).toBe(page.samples);
  });

  it('keeps a log line once that came twice', () => {
    const after = applyChange(page, { run, lines: [line(2), line(3)] });
    expect(after.lines.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('takes in what its reader says of the run, and nothing else', () => {
    const after = applyChange(page, { run: { tags: ['long'] } });
    expect(after).toEqual({ ...page, run: { ...run, tags: ['long'] } });
  });
});

describe('the cursor', () => {
  it('is read back as written', () => {
    const cursor = { attempt: 2, step: 12_000, line: 31 };
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  });

  it('is nothing else', () => {
    expect(['', '1.2', '1.2.3.4', 'a.b.c', '1.2.3;'].map(parseCursor)).toEqual(new Array(5).fill(undefined));
  });
});
