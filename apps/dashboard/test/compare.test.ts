// From the ablation to the runs behind a figure, in a real Chromium on a real database.
import { resolveConfig, trainable } from '@starlab/experiment';
import { launchRun, listRuns } from '@starlab/tracking';
import { startTestDatabase, type TestDatabase } from '@starlab/tracking/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWatchedPage, type WatchedPage } from './browser-page.ts';
import { openChromium } from './chromium.ts';
import { seriousViolations } from './dashboard-page.ts';
import { buildIfStale, startDashboard, type DashboardServer } from './dashboard-server.ts';
import { seed, type Seeded } from './seed.ts';

const BUILD_TIMEOUT_MS = 240_000;

const browser = await openChromium();
if (typeof browser === 'string') console.log(`Browser test skipped. ${browser}`);

describe.skipIf(typeof browser === 'string')('ablation and comparison in a browser', () => {
  let database: TestDatabase;
  let dashboard: DashboardServer;
  let seeded: Seeded;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    buildIfStale();
    database = await startTestDatabase();
    seeded = await seed(database);
    dashboard = await startDashboard({ home: database.home, databaseUrl: database.url });
    watched = await openWatchedPage(browser as Browser);
    page = watched.page;
  }, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    await (browser as Browser).close();
    await seeded?.live.finish('killed', 'end of the test');
    await dashboard?.stop();
    await database?.stop();
  });

  const row = (letter: string) => page.locator(`[data-row=${letter}]`);
  const openTab = (title: string) => page.getByRole('tab', { name: title }).click();

  it('shows each row’s state, and its difference from the row above with an interval', async () => {
    await page.goto(`${dashboard.address}/ablation`);
    await page.locator('[data-connection=live]').waitFor();
    expect(await row('F').textContent()).toMatch(/seed 3running 62 %/);
    expect(await row('E').textContent()).toContain('seed 3queued');
    const [first] = await row('F').locator('[data-role=difference]').allTextContents();
    expect(first).toMatch(/^[−+]\d+\.\d \[[−+]\d+\.\d, [−+]\d+\.\d\]$/);
    expect(await row('E').locator('[data-role=difference]').count()).toBe(0);
  });

  it('queues one more seed of a row', async () => {
    await row('E').getByRole('button', { name: 'Queue E with seed 4' }).click();
    await row('E').getByRole('link', { name: 'seed 4 queued' }).waitFor();
    const runs = await listRuns(database.db, { studyId: seeded.studyId });
    const queued = runs.find(({ configuration, seed }) => configuration === 'E' && seed === 4);
    expect(queued).toMatchObject({ state: 'queued', config: { lambdaDs: 0, iterations: 2000 } });
  });

  it('hands out the table as a picture and as CSV', async () => {
    for (const [button, name, beginning] of [
      ['PNG', 'ablation-demo-ablation.png', '\u0089PNG'],
      ['CSV', 'ablation-demo-ablation.csv', 'conf'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
      const stream = await download.createReadStream();
      const [chunk] = (await stream.take(1).toArray()) as Buffer[];
      expect(chunk?.subarray(0, 4).toString('latin1')).toBe(beginning);
    }
  });

  it('leads from a difference to the runs of both rows, drawn in the same charts', async () => {
    await row('F').locator('[data-role=difference]').first().click();
    await page.getByRole('heading', { name: 'Compare' }).waitFor();
    const names = page.getByRole('list', { name: 'Runs compared' }).getByRole('link');
    await expect.poll(() => names.allTextContents()).toEqual(['E-seed1', 'E-seed2', 'F-seed1', 'F-seed2']);
    const chart = page.locator('[data-series="D/latent/real"]');
    for (const name of ['E-seed1', 'F-seed2']) await chart.getByText(name).waitFor();
  });

  it('shows only the keys that differ', async () => {
    await openTab('Config');
    const table = page.getByRole('table', { name: 'What differs' });
    await expect
      .poll(() => table.locator('tbody th').allTextContents())
      .toEqual(['configuration', 'seed', 'lambdaDs']);
  });

  it('compares loss terms at the same step, over as many iterations as one likes', async () => {
    await openTab('Losses at equal step');
    const cells = page.getByRole('row', { name: /^G\/latent\/cyc/ }).getByRole('cell');
    await expect.poll(() => cells.allTextContents()).toHaveLength(4);
    const [reference = '', other = ''] = await cells.allTextContents();
    expect(reference).toMatch(/^0\.\d{4}$/);
    expect(other).toMatch(/^0\.\d{4}[−+].* \([−+]?\d+ %\)$/);
    await page.getByText('1,000', { exact: true }).click();
    await expect.poll(() => cells.first().textContent()).not.toBe(reference);
    expect(page.url()).toContain('window=1000');
  });

  it('sets FID against LPIPS', async () => {
    await openTab('FID and LPIPS');
    await page.getByRole('img', { name: /^FID \(demo features\) against LPIPS/ }).waitFor();
    const figures = page.getByRole('table', { name: 'FID and LPIPS of each run' }).locator('tbody tr');
    await expect.poll(() => figures.count()).toBe(8); // four runs, evaluated twice
  });

  it('lays out the samples of one step for all runs, moved by one slider', async () => {
    await openTab('Samples');
    const pictures = page.locator('[data-grid] img');
    await expect.poll(() => pictures.count()).toBe(4);
    await page.getByRole('heading', { name: 'Compare' }).click(); // an open tab has arrow keys of its own
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => pictures.first().getAttribute('alt')).toBe('Samples of E-seed1 at step 1800');
    await page.getByText('Over time').click();
    await expect.poll(() => page.locator('[data-grid] img').count()).toBe(40); // four runs, ten steps
    await page.getByText('Blinking').click();
    const shown = page.locator('[data-shown]');
    const first = await shown.getAttribute('data-shown');
    await expect.poll(() => shown.getAttribute('data-shown')).not.toBe(first);
  });

  it('measures the others against another run when asked to', async () => {
    await page.getByRole('button', { name: 'Compare with F-seed1' }).click();
    const names = page.getByRole('list', { name: 'Runs compared' }).getByRole('link');
    await names.first().and(page.getByText('F-seed1')).waitFor();
    expect(page.url()).toContain('tab=samples');
    await page.getByRole('button', { name: 'Leave out E-seed2' }).click();
    await page.getByText('3 runs').waitFor();
    expect(await names.allTextContents()).toEqual(['F-seed1', 'E-seed1', 'F-seed2']);
  });

  it('takes in another run, found by what it is called', async () => {
    await page.getByRole('button', { name: 'Add a run' }).click();
    await page.getByRole('textbox', { name: 'Find a run' }).fill('E-seed2');
    await page.getByRole('list', { name: 'Runs found' }).getByRole('link', { name: 'E-seed2' }).click();
    await page.getByText('4 runs').waitFor();
    expect(page.url()).toContain('tab=samples');
  });

  it('is reached from the page of a run', async () => {
    await page.getByRole('list', { name: 'Runs compared' }).getByRole('link', { name: 'F-seed1' }).click();
    await page.getByRole('heading', { name: 'F-seed1' }).waitFor(); // the page left has such buttons too
    await page.getByRole('button', { name: 'Compare with', exact: true }).click();
    const found = page.getByRole('list', { name: 'Runs found' }).getByRole('link');
    await found.first().waitFor();
    await page.getByRole('textbox', { name: 'Find a run' }).fill('E-seed');
    await found.filter({ hasText: 'F-seed' }).first().waitFor({ state: 'detached' });
    // By keyboard alone: through the runs found, back to the search, and the first of a longer one.
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('A');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('1');
    await found.filter({ hasText: 'E-seed2' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    const names = page.getByRole('list', { name: 'Runs compared' }).getByRole('link');
    await expect.poll(() => names.allTextContents()).toEqual(['F-seed1', 'E-seed1']);
  });

  it('sets StarGAN v2 beside the paper’s other methods, guided either way', async () => {
    await page.goto(`${dashboard.address}/baselines`);
    const row = (mode: string, method: string) =>
      page.locator(`[data-table=${mode}] [data-method=${method}]`);
    await row('latent', 'munit').waitFor();
    expect(await row('latent', 'munit').textContent()).toMatch(/31\.4.*0\.363.*41\.5.*0\.511.*not run/);
    expect(await row('reference', 'munit').textContent()).toMatch(/107\.1.*223\.9/);
    expect(await row('latent', 'stargan-v2').textContent()).toMatch(/18\.0.*13\.7.*\d ± \d.*n=2/);
    expect(await row('latent', 'real').textContent()).toMatch(/15\.1.*14\.8/);
  });

  it('leads to the launch of a method’s first runs with the settings of the study', async () => {
    await page.locator('[data-table=latent]').getByRole('link', { name: 'launch MUNIT' }).click();
    await page.getByRole('button', { name: 'Launch 3 runs' }).waitFor();
    expect(await page.getByRole('radio', { name: 'As the study' }).isChecked()).toBe(true);
    await page.getByRole('row', { name: 'iterations 1000000 2000', exact: true }).waitFor();
    await page.goBack();
    await page.locator('[data-table=latent]').waitFor();
  });

  it('queues the pairs that a method’s runs lack, with the settings of those there are', async () => {
    const { overrides } = trainable('munit');
    const config = resolveConfig({
      ...overrides,
      imageSize: 32,
      iterations: 50,
      seed: 4,
      domains: 'cat,dog',
    });
    await launchRun(database.db, { study: { id: seeded.studyId }, config });
    await page.reload();
    const row = page.locator('[data-table=latent] [data-method=munit]');
    await row.getByText('cat–dog, seed 4').waitFor();
    expect(await row.textContent()).toContain('no run of cat–wild; no run of dog–wild; queued');
    await row.getByRole('button', { name: 'Queue MUNIT: 2 pairs, seed 4 (cat–wild, dog–wild)' }).click();
    await row.getByText('dog–wild, seed 4').waitFor();
    const queued = (await listRuns(database.db, { studyId: seeded.studyId })).filter(
      (run) => run.method === 'munit',
    );
    expect(queued.map((run) => run.config)).toEqual(
      expect.arrayContaining([expect.objectContaining({ ...config, domains: 'dog,wild' })]),
    );
    await row.getByRole('button', { name: /^Queue MUNIT: 3 pairs, seed 5/ }).waitFor();
  });

  it('says what to do where there is nothing to compare', async () => {
    await page.goto(`${dashboard.address}/compare?runs=nonsense`);
    await page.getByText('None of the runs this address names').waitFor();
  });

  it('can be read by everybody: axe finds nothing serious', async () => {
    const [e, f] = (await listRuns(database.db, { studyId: seeded.studyId })).filter(
      ({ state }) => state === 'finished',
    );
    const compare = `/compare?runs=${e?.id},${f?.id}`;
    const tabs = ['config', 'losses', 'evaluation', 'samples'].map((tab) => `${compare}&tab=${tab}`);
    for (const path of ['/ablation', '/baselines', ...tabs]) {
      await page.goto(`${dashboard.address}${path}`);
      await page.locator('[data-connection=live]').waitFor();
      expect([path, await seriousViolations(page)]).toEqual([path, []]);
    }
  });

  it('gave the browser nothing to complain about', () => {
    expect(watched.complaints).toEqual([]);
  });
});
