// Whole trainings of StarGAN, MUNIT, DRIT and MSGAN against the authors' code, replayed as `starlab parity` does and held to the same
// tolerances, on the engine. The trainer's own tests hold schedules and clipping; this holds everything together.
import { openDevice } from '@starlab/engine';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspaceRoot } from '../../home.ts';
import { agrees, type Comparison } from '../comparison.ts';
import { readGoldenFile } from '../golden-file.ts';
import { goldenKinds } from '../kinds.ts';

const folder = join(workspaceRoot, 'packages/trainer/golden');

const beyond = (comparisons: readonly Comparison[]): string[] =>
  comparisons.filter((one) => !agrees(one)).map(({ group, name, error }) => `${group}: ${name}: ${error}`);

function groupSizes(comparisons: readonly Comparison[]): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { group } of comparisons) sizes[group] = (sizes[group] ?? 0) + 1;
  return sizes;
}

/** A terms-per-iteration count catches a figure that is no longer compared. */
const files = {
  'stargan-single.json': { losses: 33, 'gradient norms': 9, 'images after training': 3 },
  'stargan-multi.json': { losses: 14, 'gradient norms': 4, 'images after training': 10 },
  'munit-train.json': { losses: 42, 'gradient norms': 36, 'parameter norms': 160 },
  'munit-train-nocycle.json': { losses: 28, 'gradient norms': 24, 'parameter norms': 104 },
  'drit-train.json': { losses: 46, 'gradient norms': 26, 'parameter norms': 322 },
  'drit-train-concat.json': { losses: 90, 'gradient norms': 48, 'parameter norms': 266 },
  'msgan-train.json': { losses: 50, 'gradient norms': 26, 'parameter norms': 322 },
  'msgan-train-concat.json': { losses: 49, 'gradient norms': 24, 'parameter norms': 266 },
};

// Two programs of 20,000 operators each: some seconds to compile alone, many where the cores are shared.
it.each(Object.entries(files))('%s agrees in everything', { timeout: 240_000 }, async (file, sizes) => {
  const { kind, document } = await readGoldenFile(join(folder, file));
  const device = await openDevice('cpu');
  const comparisons = await kind.replay(document, { device, rewrites: true, folder });
  expect(beyond(comparisons)).toEqual([]);
  expect(groupSizes(comparisons)).toMatchObject(sizes);
});

it.each([
  { setting: 'reconSW', value: 3.01, shows: /loss_gen_total/ },
  { setting: 'stepSize', value: 1, shows: /learning rates/ },
  { setting: 'gamma', value: '0.5', shows: /not whole: config\.gamma/ },
])('a MUNIT with $setting $value instead of the file’s is told apart', async ({ setting, value, shows }) => {
  const text = readFileSync(join(folder, 'munit-train-nocycle.json'), 'utf8');
  const document = JSON.parse(text) as { config: Record<string, unknown> };
  expect(document.config[setting]).toBeDefined();
  document.config[setting] = value;
  const kind = goldenKinds.find((known) => known.recognises(document));
  if (!kind) throw new Error('no kind of golden file');
  const device = await openDevice('cpu');
  const found = await kind
    .replay(document, { device, rewrites: true, folder, iterations: 1 })
    .then(beyond, (error: unknown) => [String(error)]);
  expect(found.join('\n')).toMatch(shows);
});
