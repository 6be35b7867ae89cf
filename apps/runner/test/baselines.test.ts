// MUNIT, DRIT and MSGAN as a user meets them: trained on two domains of a folder, here or by a worker, measured and sampled.
import { renderDemoData } from '@starlab/data';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNamed, runStarlab, type Finished } from './starlab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'starlab-baselines-'));
const home = join(folder, 'home');
const data = join(folder, 'data');

/** As small as the networks get: the point is the run's life, not its pictures. */
const tiny = {
  data,
  'image-size': 32,
  'base-width': 2,
  'hidden-dimension': 4,
  'latent-dimension': 2,
  iterations: 3,
  'log-every': 1,
  'outputs-per-source': 2,
  'evaluation-batch-size': 4,
};

/** Of who trains: a run in the queue is its worker's. */
const here = ['--threads', '1', '--features', 'demo'];

const options = (values: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);

async function starlab(...args: readonly string[]): Promise<Finished> {
  const finished = await runStarlab(args, { home });
  expect(finished.code, finished.stderr).toBe(0);
  return finished;
}

beforeAll(async () => {
  await renderDemoData({ directory: data, trainPerDomain: 4, valPerDomain: 2, imageSize: 32 });
  await starlab('db', 'up');
}, 120_000);

afterAll(async () => {
  await runStarlab(['db', 'down'], { home });
  rmSync(folder, { recursive: true, force: true });
});

const drit = { 'crop-size': 16 };
test.each([
  ['munit', { 'residual-blocks': 1 }, 'G/b/cyc'],
  ['drit', drit, 'G/latent/a/sty'],
  ['msgan', { ...drit, 'attribute-entry': 'feature-wise' }, 'G/latent/b/ms'],
])(
  '%s is trained on two domains of three, measured and sampled',
  { timeout: 300_000 },
  async (method, own, term) => {
    const name = `${method}-cat-wild-seed777`;
    const asked = options({ ...tiny, ...own, method, domains: 'wild,cat' });
    if (method === 'munit') {
      await starlab('train', ...asked, '--queue');
      await starlab('worker', '--once', ...here);
    } else await starlab('train', ...asked, ...here);

    const run = await runNamed(home, name);
    expect(run).toMatchObject({ state: 'finished', step: 3, method, configuration: null });
    expect(run.heads[term]).toEqual(expect.any(Number));
    expect(run.evaluations.map(({ metric, mode }) => `${metric} ${mode}`).sort()).toEqual([
      'fid latent',
      'fid reference',
      'lpips latent',
      'lpips reference',
    ]);

    const out = join(folder, method);
    await starlab('sample', name, '--out', out, '--threads', '1');
    expect(readdirSync(out).sort()).toEqual(
      ['cycle', 'latent', 'reference'].map((grid) => `000003_${grid}.png`),
    );
  },
);

test('a folder of three domains is refused before anything is trained, with what to do', async () => {
  const { code, stderr } = await runStarlab(['train', ...options({ ...tiny, method: 'munit' })], { home });
  expect(code).toBe(1);
  expect(stderr).toMatch(/munit translates between two domains.*3 \(cat, dog, wild\)/);
  expect(stderr).toMatch(/--domains cat,dog/);
  expect(stderr).not.toMatch(/\n\s+at /);
});
