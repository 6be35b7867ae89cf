// The command line as its user meets it: real processes, a real embedded PostgreSQL, real pictures.
import type { RunSummary } from '@starlab/tracking';
import { renderDemoData } from '@starlab/data';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listedRuns, runNamed, runStarlab, startStarlab } from './starlab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'starlab-command-line-'));
const home = join(folder, 'home');
const data = join(folder, 'data');

/** As small as the networks get: the point is the run's life, not its pictures. */
const tiny = [
  ...[
    '--data',
    data,
    '--image-size',
    '32',
    '--base-width',
    '4',
    '--max-width',
    '8',
    '--hidden-dimension',
    '8',
  ],
  ...[
    '--batch-size',
    '2',
    '--iterations',
    '24',
    '--log-every',
    '1',
    '--checkpoint-every',
    '4',
    '--threads',
    '1',
  ],
];

/** The last value of every loss term. */
const finalLosses = ({ heads }: RunSummary): Record<string, unknown> =>
  Object.fromEntries(Object.entries(heads).filter(([name]) => /^[DG]\//.test(name)));

beforeAll(async () => {
  await renderDemoData({ directory: data, trainPerDomain: 4, valPerDomain: 2, imageSize: 32 });
  const { code, stderr } = await runStarlab(['db', 'up'], { home });
  expect(code, stderr).toBe(0);
}, 120_000);

afterAll(async () => {
  await runStarlab(['db', 'down'], { home });
  rmSync(folder, { recursive: true, force: true });
});

describe('a run', () => {
  test(
    'killed with -9 half-way and resumed ends with the same losses, bit for bit',
    { timeout: 240_000 },
    async () => {
      const whole = await runStarlab(['train', ...tiny, '--name', 'whole', '--no-evaluate'], { home });
      expect(whole.code, whole.stderr).toBe(0);

      const victim = startStarlab(['train', ...tiny, '--name', 'killed', '--no-evaluate'], { home });
      await victim.said(/run killed \((\S+)\)/);
      const { id } = await runNamed(home, 'killed');
      const checkpoints = join(home, 'runs', id, 'checkpoints');
      while (!existsSync(checkpoints) || readdirSync(checkpoints).length === 0) await sleep(20);
      victim.child.kill('SIGKILL');
      await victim.finished;

      const resumed = await runStarlab(['train', '--resume', 'killed', '--no-evaluate', '--threads', '1'], {
        home,
      });
      expect(resumed.code, resumed.stderr).toBe(0);
      const [killed, uninterrupted] = [await runNamed(home, 'killed'), await runNamed(home, 'whole')];
      expect(killed).toMatchObject({ state: 'finished', step: 24, attempt: 2 });
      expect(Object.keys(finalLosses(killed))).toHaveLength(14);
      expect(finalLosses(killed)).toEqual(finalLosses(uninterrupted));
    },
  );

  test(
    'goes on when the terminal that it was started from with nohup is closed, and nobody reads what it says',
    { timeout: 120_000 },
    async () => {
      const unread = startStarlab(['train', ...tiny, '--name', 'unread', '--no-evaluate'], { home });
      await unread.said(/run unread/);
      unread.child.kill('SIGHUP');
      unread.child.stdout?.destroy();
      unread.child.stderr?.destroy();
      const { code } = await unread.finished;
      expect(code).toBe(0);
      expect(await runNamed(home, 'unread')).toMatchObject({ state: 'finished', step: 24 });
    },
  );

  test('whose loss becomes NaN or infinite fails, naming the term, and keeps its last good checkpoint', async () => {
    // At this rate weights overflow after some iterations.
    const args = [
      'train',
      ...tiny,
      '--learning-rate',
      '1e6',
      '--checkpoint-every',
      '1',
      '--name',
      'diverged',
    ];
    const { code, stderr } = await runStarlab([...args, '--no-evaluate'], { home });
    expect(code).toBe(1);
    expect(stderr).toMatch(/[DG]\/(latent|ref)\/\w+/);
    const run = await runNamed(home, 'diverged');
    expect(run.state).toBe('failed');
    expect(run.reason).toMatch(/[DG]\/(latent|ref)\/\w+/);
  });

  test('goes out of the lists with its study, and comes back with it', async () => {
    const listed = async (...options: string[]): Promise<string[]> => {
      const { stdout } = await runStarlab(['study', 'list', '--json', ...options], { home });
      return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    };
    const { studyName } = await runNamed(home, 'whole');
    expect((await runStarlab(['study', 'archive', studyName], { home })).code).toBe(0);
    expect(await listed()).not.toContain(studyName);
    expect(await listed('--archived')).toContain(studyName);
    expect((await runStarlab(['study', 'restore', studyName], { home })).code).toBe(0);
    expect(await listed()).toContain(studyName);
  });

  test('is measured and sampled from its checkpoint', { timeout: 240_000 }, async () => {
    const measured = await runStarlab(['eval', 'whole', '--json', '--mode', 'latent', '--threads', '1'], {
      home,
    });
    expect(measured.code, measured.stderr).toBe(0);
    const evaluations = JSON.parse(measured.stdout) as { metric: string; mean: number; tasks: unknown[] }[];
    expect(evaluations.map(({ metric, tasks }) => [metric, tasks.length])).toEqual([
      ['fid', 6],
      ['lpips', 6],
    ]);
    for (const { mean } of evaluations) expect(mean).toBeGreaterThan(0);
    expect((await runNamed(home, 'whole')).evaluations).toHaveLength(2);

    const asked = ['--metrics', 'kid', '--json', '--mode', 'latent', '--threads', '1'];
    const kid = await runStarlab(['eval', 'whole', ...asked], { home });
    expect(JSON.parse(kid.stdout), kid.stderr).toMatchObject([{ metric: 'kid', mode: 'latent' }]);

    const out = join(folder, 'grids');
    const sampled = await runStarlab(['sample', 'whole', '--out', out, '--threads', '1'], { home });
    expect(sampled.code, sampled.stderr).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      '000024_cycle.png',
      '000024_latent.png',
      '000024_reference.png',
    ]);
  });
});

describe('a user’s mistake gets one clear message and a non-zero exit', () => {
  const oneImage = join(folder, 'one-image');
  const corrupt = join(folder, 'corrupt');
  beforeAll(async () => {
    for (const split of ['train', 'val']) {
      for (const domain of ['a', 'b']) mkdirSync(join(oneImage, split, domain), { recursive: true });
    }
    const paths = ['train/a/1.jpg', 'train/b/1.jpg', 'train/b/2.jpg', 'val/a/1.jpg', 'val/b/1.jpg'];
    for (const path of paths) writeFileSync(join(oneImage, path), 'x');
    await renderDemoData({ directory: corrupt, trainPerDomain: 2, valPerDomain: 2, imageSize: 32 });
    const name = readdirSync(join(corrupt, 'train', 'cat'))[0] ?? '';
    writeFileSync(join(corrupt, 'train', 'cat', name), 'this is no picture');
  });

  test.each([
    ['a missing folder', ['train', '--data', join(folder, 'nowhere')], /nowhere/],
    ['no folder at all', ['train'], /--data/],
    [
      'a domain with one image',
      ['train', '--data', oneImage],
      /train\/a has 1 image; training needs at least 2/,
    ],
    ['an unknown option', ['train', '--data', data, '--lamda-ds', '2'], /--lambda-ds/],
    ['an image size that is no power of two', ['train', ...tiny, '--image-size', '48'], /power of two/],
    [
      'a key that nothing in its row of Table 1 would use',
      ['train', ...tiny, '--configuration', 'A', '--lambda-reg', '1'],
      /lambdaReg is 1, but must be 0/,
    ],
    ['an unknown device', ['train', ...tiny, '--device', 'gpu'], /device/],
    ['no number of threads', ['train', ...tiny, '--threads', '0'], /--threads 0/],
    [
      'a change to a run that is resumed',
      ['train', '--resume', 'whole', '--iterations', '99'],
      /--iterations would change nothing/,
    ],
    [
      'an option that a worker does not heed',
      ['train', ...tiny, '--queue', '--no-evaluate'],
      /--no-evaluate, --threads would change nothing/,
    ],
    ['a seed that is no number', ['sample', 'whole', '--seed', 'first'], /--seed first/],
    ['a port that there is not', ['start', '--port', '99999'], /--port 99999/],
    ['an unknown metric', ['eval', 'whole', '--metrics', 'fid,kdi'], /no metric "kdi"[^]*Did you mean "kid"/],
    [
      'a metric whose network is not there',
      ['eval', 'whole', '--metrics', 'fid-pytorch', '--threads', '1'],
      /needs the weights of pytorch-fid/,
    ],
    ['an unknown run', ['eval', 'wholle'], /Did you mean "whole"/],
    ['an unknown study', ['study', 'archive', 'vehicles'], /No study "vehicles"/],
    [
      'a corrupt image met in training',
      ['train', ...tiny, '--data', corrupt, '--name', 'corrupt'],
      /data check/,
    ],
  ])('%s', async (_what, args, message) => {
    const { code, stderr } = await runStarlab(args, { home });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('leaves no run behind', async () => {
    const before = (await listedRuns(home)).length;
    await runStarlab(['train', ...tiny, '--threads', '0'], { home });
    await runStarlab(['train', ...tiny, '--device', 'gpu'], { home });
    expect(await listedRuns(home)).toHaveLength(before);
  });

  test('a home that is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'x');
    const { code, stderr } = await runStarlab(['runs'], { home: file });
    expect(code).toBe(1);
    expect(stderr).toMatch(/no folder stands where one is needed/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a checkpoint of another shape', async () => {
    const wide = [
      'train',
      ...tiny,
      '--base-width',
      '8',
      '--max-width',
      '16',
      '--iterations',
      '4',
      '--name',
      'wide',
    ];
    const narrow = ['train', ...tiny, '--iterations', '4', '--name', 'narrow'];
    for (const args of [wide, narrow]) await runStarlab([...args, '--no-evaluate'], { home });
    const [from, to] = await Promise.all(
      ['wide', 'narrow'].map(async (name) => (await runNamed(home, name)).id),
    );
    const name = 'step-0000004.safetensors';
    const source = join(home, 'runs', from ?? '', 'checkpoints', name);
    copyFileSync(source, join(home, 'runs', to ?? '', 'checkpoints', name));
    const { code, stderr } = await runStarlab(['eval', 'narrow', '--threads', '1'], { home });
    expect(code).toBe(1);
    expect(stderr).toMatch(/another shape|baseWidth/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('data check names the corrupt image', async () => {
    const { code, stdout } = await runStarlab(['data', 'check', corrupt], { home });
    expect(code).toBe(1);
    expect(stdout).toMatch(/train\/cat\/.*cannot be read/);
  });

  test('a database that is not there, without its password', async () => {
    const env = { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/nothing' };
    const { code, stderr } = await runStarlab(['runs'], { home, env });
    expect(code).toBe(1);
    expect(stderr).toContain('127.0.0.1');
    expect(stderr).not.toContain('secret');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
