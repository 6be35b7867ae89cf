// Weights trained elsewhere on the command line: imported, listed, sampled from, measured, and out again.
import { encodePng } from '@starlab/data';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspaceRoot } from '../src/home.ts';
import { weightKinds } from '../src/weights/kinds.ts';
import { runStarlab } from './starlab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'starlab-weights-command-'));
const home = join(folder, 'home');
const data = join(folder, 'data');
const checkpoint = join(workspaceRoot, 'packages/models/golden/pytorch/official-layout-nets_ema-legacy.ckpt');
const SIZE = 32;

/** Pictures of noise, enough of each domain for the protocol. */
async function writePictures(): Promise<void> {
  for (const [d, domain] of ['cat', 'dog', 'wild'].entries()) {
    for (const [split, count] of [
      ['train', 4],
      ['val', 2],
    ] as const) {
      const directory = join(data, split, domain);
      mkdirSync(directory, { recursive: true });
      for (let i = 0; i < count; i++) {
        const rgb = Uint8Array.from(
          { length: 3 * SIZE * SIZE },
          (_, at) => (at * (7 + d) + 131 * i * at) % 256,
        );
        writeFileSync(join(directory, `${i}.png`), await encodePng(rgb, SIZE, SIZE));
      }
    }
  }
}

beforeAll(writePictures);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a published checkpoint is imported, listed, sampled from and measured without a database', async () => {
  const imported = await runStarlab(['weights', 'import', checkpoint, '--name', 'published'], { home });
  expect(imported.stderr).toBe('');
  expect(imported.stdout).toContain('112 tensors in');

  const listed = await runStarlab(['weights', 'check', '--json'], { home });
  const { stored, missing } = JSON.parse(listed.stdout) as {
    stored: unknown[];
    missing: { kind: string }[];
  };
  expect(stored).toMatchObject([{ file: 'published.safetensors', kind: 'stargan-v2' }]);
  expect(missing.map(({ kind }) => kind)).toEqual(weightKinds.filter((kind) => kind !== 'stargan-v2'));

  const out = join(folder, 'grids');
  const sampled = await runStarlab(
    ['sample', '--weights', 'published', '--data', data, '--out', out, '--threads', '1'],
    { home },
  );
  expect(sampled.stderr).toBe('');
  expect(readdirSync(out).sort()).toEqual(['000000_cycle.png', '000000_latent.png', '000000_reference.png']);

  const measured = await runStarlab(
    ['eval', '--weights', checkpoint, '--data', data, '--mode', 'latent', '--json', '--threads', '1'],
    { home },
  );
  expect(measured.code, measured.stderr).toBe(0);
  const evaluations = JSON.parse(measured.stdout) as { metric: string; tasks: unknown[] }[];
  expect(evaluations.map(({ metric, tasks }) => [metric, tasks.length])).toEqual([
    ['fid', 6],
    ['lpips', 6],
  ]);
  expect(existsSync(join(home, 'postgres'))).toBe(false);
});
