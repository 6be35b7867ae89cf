// The pages as a phone shows them: none is wider than the screen, and what is open is in sight.
import { resolveConfig } from '@starlab/experiment';
import { createRun, openRunLog } from '@starlab/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations, startDashboardPage, type DashboardPage } from './dashboard-page.ts';
import { openChromium } from './chromium.ts';
import { seed, type Seeded } from './seed.ts';

const SETUP_TIMEOUT_MS = 240_000;
const LONG_NAME = 'N'.repeat(200);

const browser = await openChromium();
if (typeof browser === 'string') console.log(`Browser test skipped. ${browser}`);

async function nameAtLength({ database }: DashboardPage, { studyId }: Seeded): Promise<string> {
  const id = await createRun(database.db, {
    studyId,
    name: LONG_NAME,
    config: resolveConfig({ imageSize: 32 }),
    domains: ['cat', 'dog', 'wild'],
    dataset: { path: 'data/demo', sha256: null },
    command: 'starlab train',
    environment: {},
    git: null,
  });
  const log = await openRunLog(database.db, { runId: id, home: database.home });
  log.log({ 'G/latent/cyc': 1 }, { step: 1 });
  await log.finish('failed', `Traceback:\n  File "train.py"\n${'x'.repeat(300)}`);
  return id;
}

describe.skipIf(typeof browser === 'string')('on a screen of 390 px', () => {
  let test: DashboardPage;
  let seeded: Seeded;
  let longNamed: string;

  beforeAll(async () => {
    if (typeof browser === 'string') return;
    test = await startDashboardPage(browser);
    seeded = await seed(test.database);
    longNamed = await nameAtLength(test, seeded);
    await test.page.setViewportSize({ width: 390, height: 844 });
  }, SETUP_TIMEOUT_MS);
  afterAll(async () => {
    await seeded?.live.finish('killed', 'end of the test');
    await test?.stop();
  });

  const width = () => test.page.evaluate(() => document.documentElement.scrollWidth);
  const parts = [
    'samples',
    'evaluation',
    'system',
    'config',
    'log',
    'checkpoints',
    'attempts',
    'environment',
  ];

  it.each(['/', '/?group=config', '/ablation', '/baselines', '/queue'])(
    '%s is no wider than the screen',
    async (path) => {
      await test.open(path);
      expect(await width()).toBe(390);
    },
  );

  it.each(parts)('%s of a run is no wider than the screen, and its tab is in sight', async (part) => {
    await test.open(`/runs/${seeded.finishedRun}?tab=${part}`);
    expect(await width()).toBe(390);
    const tab = await test.page.locator('[role=tab][aria-selected=true]').boundingBox();
    expect(tab?.x).toBeGreaterThanOrEqual(0);
    expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual(390);
    expect(await seriousViolations(test.page)).toEqual([]);
  });

  it('a name of 200 letters and a long reason are broken into lines, and a traceback keeps its own', async () => {
    await test.open(`/runs/${longNamed}`);
    await test.page.getByRole('heading', { name: LONG_NAME }).waitFor();
    const said = await test.page.getByText('Traceback:').innerText();
    expect(said.split('\n')[1]).toBe('  File "train.py"');
    expect(await width()).toBe(390);
  });

  it('a tap on a chart leaves the value there to be read, until the finger moves the page', async () => {
    await test.open(`/runs/${seeded.finishedRun}`);
    const panel = test.page.locator('figure[data-series]').first();
    const box = await panel.locator('canvas').boundingBox();
    if (!box) throw new Error('no chart');
    const said = () => panel.locator('figcaption').textContent();
    const touch = await test.page.context().newCDPSession(test.page);
    await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', up = 0) => {
      const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 - up };
      return touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [at] });
    };
    await finger('touchStart');
    await finger('touchEnd');
    await expect.poll(said).toMatch(/ at \d/);
    await finger('touchStart');
    for (let up = 20; up <= 200; up += 20) await finger('touchMove', up);
    await finger('touchEnd');
    await expect.poll(() => test.page.evaluate(() => window.scrollY)).toBeGreaterThan(50);
    expect(await said()).not.toMatch(/ at \d/);
    await touch.detach();
  });

  it('the runs’ toolbar keeps to one line where there is room for it', async () => {
    await test.page.setViewportSize({ width: 1280, height: 800 });
    await test.open('/');
    const search = await test.page.getByLabel('Search runs').boundingBox();
    const columns = await test.page.getByRole('button', { name: /^Columns/ }).boundingBox();
    expect(Math.abs((search?.y ?? 0) - (columns?.y ?? 0))).toBeLessThan(10);
  });

  it('a short name of a study stays on one line beside the settings of its group', async () => {
    await test.open('/?group=config');
    const study = test.page.getByRole('table', { name: 'Groups of runs' }).getByRole('link').first();
    expect((await study.boundingBox())?.height).toBeLessThan(30);
  });

  it('gave the browser nothing to complain about', () => {
    expect(test.complaints).toEqual([]);
  });
});
