// What is left of a run that stopped before its end, and how it goes on: real processes, a real embedded PostgreSQL.
import { renderDemoData } from '@starlab/data';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNamed, runStarlab, startStarlab } from './starlab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'starlab-interruptions-'));
const home = join(folder, 'home');
const data = join(folder, 'data');

const sizes = '--image-size 32 --base-width 4 --max-width 8 --hidden-dimension 8 --batch-size 2'.split(' ');
const tiny = ['--data', data, ...sizes, '--iterations', '24', '--log-every', '1'];

beforeAll(async () => {
  await renderDemoData({ directory: data, trainPerDomain: 4, valPerDomain: 2, imageSize: 32 });
  const { code, stderr } = await runStarlab(['db', 'up'], { home });
  expect(code, stderr).toBe(0);
}, 120_000);

afterAll(async () => {
  await runStarlab(['db', 'down'], { home });
  rmSync(folder, { recursive: true, force: true });
});

test(
  'a run stopped while it is measured ends at once without figures, and is the one that is resumed',
  { timeout: 240_000 },
  async () => {
    const measuring = ['train', ...tiny, '--iterations', '2', '--outputs-per-source', '80'];
    const stopped = startStarlab([...measuring, '--name', 'measured'], { home });
    await stopped.said(/measured eval/);
    stopped.child.kill('SIGINT');
    expect((await stopped.finished).code).toBe(130);
    expect(await runNamed(home, 'measured')).toMatchObject({ state: 'killed', evaluations: [] });

    // Newer, but a worker's: not interrupted.
    await runStarlab(['train', ...tiny, '--name', 'waiting', '--queue'], { home });
    const resumed = await runStarlab(['train', '--resume', '--threads', '1'], { home });
    expect(resumed.stderr).toContain('run measured (');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout).toMatch(/^LPIPS \(demo features\), reference-guided +\d\.\d{4}$/m);
    await runStarlab(['runs', 'delete', 'waiting'], { home });
  },
);

test(
  'a run that met an unreadable picture goes on from there once it is replaced, and says that the pictures changed',
  { timeout: 240_000 },
  async () => {
    const pictures = join(folder, 'pictures');
    await renderDemoData({ directory: pictures, trainPerDomain: 4, valPerDomain: 2, imageSize: 32 });
    const victim = join(pictures, 'train', 'cat', readdirSync(join(pictures, 'train', 'cat'))[0] ?? '');
    writeFileSync(victim, 'this is no picture');
    const args = ['train', ...tiny, '--data', pictures, '--checkpoint-every', '1000', '--name', 'mended'];
    expect((await runStarlab([...args, '--seed', '5', '--no-evaluate'], { home })).code).toBe(1);
    const { id, step } = await runNamed(home, 'mended');
    expect(step).toBeGreaterThan(0);
    const kept = `step-${String(step).padStart(7, '0')}.safetensors`;
    expect(readdirSync(join(home, 'runs', id, 'checkpoints'))).toEqual([kept]);

    copyFileSync(join(pictures, 'val', 'cat', readdirSync(join(pictures, 'val', 'cat'))[0] ?? ''), victim);
    const resumed = await runStarlab(['train', '--resume', 'mended', '--no-evaluate'], { home });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toMatch(/pictures.*are not those that the run began with/);
  },
);
