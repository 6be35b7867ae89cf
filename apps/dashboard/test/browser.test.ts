// The built dashboard in a real Chromium on a real database: first visit, the table, a point arriving while one looks.
import { startTestDatabase, type TestDatabase } from '@starlab/tracking/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWatchedPage } from './browser-page.ts';
import { openChromium } from './chromium.ts';
import { buildIfStale, startDashboard, type DashboardServer } from './dashboard-server.ts';
import { seed, type Seeded } from './seed.ts';

/** Compressed JavaScript of the first visit to the table of runs. */
const SCRIPT_BUDGET_BYTES = 350_000;
const BUILD_TIMEOUT_MS = 240_000;

const browser = await openChromium();
if (typeof browser === 'string') console.log(`Browser test skipped. ${browser}`);

describe.skipIf(typeof browser === 'string')('the dashboard in a browser', () => {
  let database: TestDatabase;
  let dashboard: DashboardServer;
  let seeded: Seeded;
  let page: Page;
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    buildIfStale();
    database = await startTestDatabase();
    dashboard = await startDashboard({ home: database.home, databaseUrl: database.url });
    ({ page, complaints } = await openWatchedPage(browser as Browser));
  }, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    await (browser as Browser).close();
    await seeded?.live.finish('killed', 'end of the test');
    await dashboard?.stop();
    await database?.stop();
  });

  const open = (path: string) => page.goto(`${dashboard.address}${path}`);
  /** The server's HTML is there before it listens to keys; its stream is open only once it does. */
  const live = () => page.locator('[data-connection=live]').waitFor();
  const step = () => page.locator('[data-role=step]').textContent();
  const valueOf = (series: string) => page.locator(`[data-series="${series}"] [data-role=value]`);

  it('tells a first visitor what to run, within the script budget', async () => {
    const sizes: number[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() !== 'script') return;
      void request.sizes().then(({ responseBodySize }) => sizes.push(responseBodySize));
    });
    await open('/');
    await page.getByText('No runs yet').waitFor();
    await page.getByText('npx starlab train --data DIR').waitFor();
    await page.waitForLoadState('load');
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(SCRIPT_BUDGET_BYTES);
    await open('/ablation');
    await page.getByText('No study yet').waitFor();
  });

  it('lists runs with their figures under their true names, and finds and sorts them', async () => {
    seeded = await seed(database);
    await open('/');
    await live();
    const rows = page.locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(7);
    expect(await page.locator('thead').textContent()).toContain('FID (demo features)');
    await page.getByLabel('Search runs').fill('configuration=E state=finished');
    await expect.poll(() => rows.count()).toBe(2);
    expect(page.url()).toContain('q=configuration');
    await page.getByLabel('Search runs').fill('');
    await page.getByRole('button', { name: 'seed' }).click();
    await expect.poll(() => rows.first().locator('th').textContent()).toBe('F-seed7');
  });

  it('draws a point the moment it is logged', async () => {
    await open(`/runs/${seeded.runningRun}`);
    await live();
    await valueOf('G/latent/cyc').waitFor();
    expect(await step()).toBe('1,240');
    seeded.live.log({ ...seeded.valuesAt(1245), 'G/latent/cyc': 0.1234 }, { step: 1245 });
    await expect.poll(() => valueOf('G/latent/cyc').textContent()).toBe('0.1234');
    await expect.poll(step).toBe('1,245');
  });

  it('says which values were not finite', async () => {
    await open('/?q=state%3Dfailed');
    await live();
    await page.getByRole('link', { name: 'F-seed7' }).click();
    await page.getByText('Loss term G/latent/adv is NaN at iteration 640.').waitFor();
    await page.locator('[data-series="G/latent/adv"]').getByText('1 × NaN or ∞').waitFor();
  });

  it('moves along the samples by keyboard', async () => {
    await open(`/runs/${seeded.finishedRun}?tab=samples`);
    await live();
    const shown = page.locator('[data-role=sample-step]');
    await expect.poll(() => shown.textContent()).toContain('step 2,000');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => shown.textContent()).toContain('step 1,800');
    const image = page.getByRole('img', { name: 'Latent-guided samples at step 1800' });
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(192);
  });

  it('sets the ablation beside the paper', async () => {
    await open('/ablation');
    const row = (letter: string) => page.locator(`[data-row=${letter}]`);
    await expect.poll(() => row('F').textContent()).toMatch(/18\.0.*13\.7.*32\.8 ± 0\.4n=2/);
    expect(await row('A').textContent()).toContain('not run');
    expect(await row('E').textContent()).toContain('lambdaDs');
    await page.getByText('not comparable with the paper').waitFor();
  });

  it('leads from the address above a run’s to the table, and keeps the search', async () => {
    const answer = await fetch(`${dashboard.address}/runs?search=seed`, { redirect: 'manual' });
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toMatch(/\/\?search=seed$/);
  });

  it('answers a bad request with a message and a remedy', async () => {
    const answer = await fetch(`${dashboard.address}/api/artifacts/..%2F..%2Fetc%2Fpasswd`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      message: 'Request not understood. sha256: must be 64 lower-case hexadecimal digits',
      remedy: 'Check the address of the request.',
    });
    const curves = await fetch(`${dashboard.address}/api/curves?runs=${seeded.finishedRun}&buckets=1`);
    expect(curves.status).toBe(400);
    await open('/runs/none');
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
  });

  it('gave the browser nothing to complain about', () => {
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });
});
