import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { captureOutput } from './capture-output.ts';

const original = process.stderr.write;
const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  process.stderr.write = vi.fn((chunk: string) => printed.push(chunk) > 0) as typeof process.stderr.write;
});
afterEach(() => {
  process.stderr.write = original;
});

it('hears whole lines without colours, and not what progress bars draw', () => {
  const [first, second]: [string[], string[]] = [[], []];
  const stop = captureOutput((line) => first.push(line));
  const stopSecond = captureOutput((line) => second.push(line));
  process.stderr.write('a warn');
  process.stderr.write(Buffer.from('ing\n\u001b[31mred\u001b[0m\n\nhalf'));
  process.stderr.write('\u001b[1A\u001b[0J');
  process.stderr.write('run ━━━━ 5/10\n');
  stopSecond();
  process.stderr.write(' a line\n');
  stop();
  process.stderr.write('after\n');
  expect(first).toEqual(['a warning', 'red', 'half a line']);
  expect(second).toEqual(['a warning', 'red']);
  expect(printed.join('')).toContain('run ━━━━ 5/10\n a line\nafter\n');
});
