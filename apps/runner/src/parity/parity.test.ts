// Every golden file of the project, replayed as `starlab parity` does and held to the same tolerances; and that the check can
// fail. One iteration on the oracle here (plain JavaScript takes half a minute for each); the command replays them all.
import { openDevice, type DeviceName } from '@starlab/engine';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { workspaceRoot } from '../home.ts';
import { agrees, type Comparison } from './comparison.ts';
import { readGoldenFile } from './golden-file.ts';

interface Way {
  readonly device: DeviceName;
  readonly rewrites: boolean;
  readonly iterations?: number;
  readonly data?: string;
}

async function replay(file: string, { device: name, ...options }: Way): Promise<Comparison[]> {
  const { kind, document } = await readGoldenFile(join(workspaceRoot, file));
  return kind.replay(document, {
    device: await openDevice(name, options),
    folder: join(workspaceRoot, dirname(file)),
    ...options,
  });
}

const beyond = (comparisons: readonly Comparison[]): Comparison[] =>
  comparisons.filter((one) => !agrees(one));

function groupSizes(comparisons: readonly Comparison[]): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { group } of comparisons) sizes[group] = (sizes[group] ?? 0) + 1;
  return sizes;
}

const training = {
  'packages/trainer/golden/stargan-v2-train.json': { iterations: 3, parameters: 132, domains: 3 },
  'packages/trainer/golden/stargan-v2-train-hpf.json': { iterations: 2, parameters: 164, domains: 2 },
};

describe.each(Object.entries(training))('%s', (file, { iterations, parameters }) => {
  it.each([true, false])('agrees in everything on the engine, rewrites: %s', async (rewrites) => {
    const comparisons = await replay(file, { device: 'cpu', rewrites });
    expect(beyond(comparisons)).toEqual([]);
    expect(groupSizes(comparisons)).toEqual({
      'parameter shapes': 4,
      'forward outputs': 4,
      schedule: iterations,
      losses: iterations * 14,
      'gradient norms': iterations * 6,
      'parameter norms': parameters,
      'parameter sums': parameters,
      'images of the averages': 2,
    });
  });

  it('agrees in its first iteration on the oracle', { timeout: 240_000 }, async () => {
    const comparisons = await replay(file, { device: 'tfjs-cpu', rewrites: false, iterations: 1 });
    expect(beyond(comparisons)).toEqual([]);
    expect(groupSizes(comparisons)).toMatchObject({ 'forward outputs': 4, losses: 14, 'gradient norms': 6 });
  });
});

// The figures belong to photographs under CC BY-NC 4.0, which are not Starlab's to ship; the command takes them as --data.
const photographs = process.env['STARLAB_AFHQ'];
it.skipIf(photographs === undefined)(
  'packages/metrics/golden/evaluation.json agrees in everything',
  { timeout: 1_200_000 },
  async () => {
    const comparisons = await replay('packages/metrics/golden/evaluation.json', {
      device: 'cpu',
      rewrites: true,
      ...(photographs !== undefined && { data: photographs }),
    });
    expect(beyond(comparisons)).toEqual([]);
    expect(groupSizes(comparisons)).toEqual({
      FID: 12,
      'FID, scipy’s matrix root': 14,
      LPIPS: 14,
      'centre pixels': 432,
    });
  },
);

it('an evaluation without its photographs is refused, saying what is missing', async () => {
  const file = 'packages/metrics/golden/evaluation.json';
  await expect(replay(file, { device: 'cpu', rewrites: true, data: '/nowhere' })).rejects.toThrow(
    /no folder \/nowhere with the photographs/,
  );
});

it.each([
  ['packages/metrics/golden/lpips.json', { 'ReLU maps': 15, distances: 4 }],
  ['packages/metrics/golden/inception-v3.json', { 'parameter shapes': 1, features: 1, moments: 2 }],
  ['packages/metrics/golden/frechet.json', { 'eigenvalue form': 4, 'scipy’s matrix root': 4 }],
  ['packages/models/golden/baseline-layers.json', { outputs: 12, gradients: 57 }],
  ['packages/data/golden/resize.json', { bilinear: 8, bicubic: 8, lanczos: 8 }],
])('%s agrees in everything', async (file, sizes) => {
  const comparisons = await replay(file, { device: 'cpu', rewrites: true });
  expect(beyond(comparisons)).toEqual([]);
  expect(groupSizes(comparisons)).toEqual(sizes);
});

describe('a golden file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'starlab-parity-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const whole = readFileSync(
    join(workspaceRoot, 'packages/trainer/golden/stargan-v2-train-hpf.json'),
    'utf8',
  );
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('with another figure than ours is told apart, and by which figure', async () => {
    const altered = JSON.parse(whole) as { iterations: { 'G/ref': { cyc: number } }[] };
    const [first] = altered.iterations;
    if (!first) throw new Error('no iterations');
    first['G/ref'].cyc *= 1.002;
    const { kind } = await readGoldenFile(written('altered.json', JSON.stringify(altered)));
    const device = await openDevice('cpu');
    const comparisons = await kind.replay(altered, { device, rewrites: true, folder, iterations: 1 });
    expect(beyond(comparisons).map(({ name }) => name)).toEqual(['iteration 0 G/ref/cyc']);
  });

  it('that was cut short, is another document or cannot be read is refused with its name', async () => {
    await expect(readGoldenFile(written('cut.json', whole.slice(0, 5000)))).rejects.toThrow(
      /cut\.json is not whole JSON/,
    );
    await expect(readGoldenFile(written('other.json', '{"a": 1}'))).rejects.toThrow(
      /other\.json is JSON, but no kind/,
    );
    await expect(readGoldenFile(join(folder, 'nowhere.json'))).rejects.toThrow(
      /nowhere\.json cannot be read/,
    );
  });

  it('that lacks figures is refused, naming them', async () => {
    const { paramsAfter: _, ...lacking } = JSON.parse(whole) as Record<string, unknown>;
    const { kind, document } = await readGoldenFile(written('lacking.json', JSON.stringify(lacking)));
    const device = await openDevice('cpu');
    await expect(kind.replay(document, { device, rewrites: true, folder })).rejects.toThrow(
      /not whole: paramsAfter/,
    );
  });
});
