import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';

const run = fileURLToPath(new URL('../../bin/run.mjs', import.meta.url));
const cache = resolve(fileURLToPath(new URL('../../../../node_modules/.cache/starlab', import.meta.url)));

const folder = mkdtempSync(join(tmpdir(), 'starlab-bundle-'));
const name = basename(folder);
const program = join(folder, `${name}.ts`);
const part = join(folder, 'part.ts');
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');

const bundles = (): string[] => readdirSync(cache).filter((folderName) => folderName.startsWith(name));
const index = (): string => join(cache, bundles()[0] ?? 'none', 'index.json');

function output(...argv: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [run, program, ...argv], { encoding: 'utf8' });
  return stdout + stderr;
}

beforeEach(() => {
  writeFileSync(part, 'export const text: string = "first";\n');
  writeFileSync(
    program,
    'import { text } from "./part.ts";\nconsole.log(text, import.meta.url, process.argv.slice(2).join());\n',
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  for (const bundle of bundles()) rmSync(join(cache, bundle), { recursive: true });
});

test('a program sees its own place and arguments, the second time from the bundle that was made the first time', () => {
  const expected = `first ${pathToFileURL(program).href} a,b\n`;
  expect(output('a', 'b')).toBe(expected);
  const made = readFileSync(index(), 'utf8');
  expect(output('a', 'b')).toBe(expected);
  expect(readFileSync(index(), 'utf8')).toBe(made);
});

test('what is run is what the sources say now', () => {
  expect(output()).toContain('first');
  writeFileSync(part, 'export const text: string = "other";\n');
  expect(output()).toContain('other');
  rmSync(part);
  expect(output()).toContain('part.ts');
});

test('a damaged index is made anew', () => {
  expect(output()).toContain('first');
  writeFileSync(index(), '{"build": "no');
  expect(output()).toContain('first');
  expect(JSON.parse(readFileSync(index(), 'utf8'))).toHaveProperty('stamps');
});

test('an error names the line of the source', () => {
  writeFileSync(program, 'const nothing: string = "";\n\nthrow new Error(nothing + "here");\n');
  expect(output()).toContain(`${name}.ts:3`);
});

test('a bundle knows the folder of its build, which is another one once a source has changed', () => {
  writeFileSync(program, "import './part.ts';\nconsole.log(process.env['STARLAB_BUILD']);\n");
  const first = output().trim();
  expect(first.startsWith(join(cache, bundles()[0] ?? 'none'))).toBe(true);
  expect(output().trim()).toBe(first);
  writeFileSync(part, 'export const text: string = "changed";\n');
  expect(output().trim()).not.toBe(first);
});
