// From the launch form to a finished run: the built dashboard in a real Chromium, and a real worker beside it.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderDemoData } from '@starlab/data';
import { startTestDatabase, type TestDatabase } from '@starlab/tracking/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWatchedPage } from './browser-page.ts';
import { openChromium } from './chromium.ts';
import { seriousViolations } from './dashboard-page.ts';
import { buildIfStale, startDashboard, type DashboardServer } from './dashboard-server.ts';

const BUILD_TIMEOUT_MS = 240_000;
const RUN_TIMEOUT_MS = 180_000;
const starlab = fileURLToPath(new URL('../../runner/bin/starlab.mjs', import.meta.url));

/** As small as the networks get. */
const tiny = {
  preset: 'quick',
  baseWidth: '4',
  maxWidth: '8',
  hiddenDimension: '8',
  batchSize: '2',
  iterations: '6',
  checkpointEvery: '2',
};

const browser = await openChromium();
if (typeof browser === 'string') console.log(`Browser test skipped. ${browser}`);

describe.skipIf(typeof browser === 'string')('launching from the browser', () => {
  const pictures = mkdtempSync(path.join(tmpdir(), 'starlab-launch-'));
  let database: TestDatabase;
  let dashboard: DashboardServer;
  let worker: ChildProcess | undefined;
  let page: Page;
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    buildIfStale();
    await renderDemoData({ directory: pictures, trainPerDomain: 4, valPerDomain: 2, imageSize: 32 });
    database = await startTestDatabase();
    dashboard = await startDashboard({ home: database.home, databaseUrl: database.url });
    ({ page, complaints } = await openWatchedPage(browser as Browser));
  }, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    worker?.kill('SIGKILL');
    await (browser as Browser).close();
    await dashboard?.stop();
    await database?.stop();
    rmSync(pictures, { recursive: true, force: true });
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const runsIn = (caption: string) =>
    page.getByRole('table', { name: caption }).locator('tbody tr').allTextContents();
  const live = () => page.locator('[data-connection=live]').waitFor();

  it('refuses what the schema refuses, at the key', async () => {
    await page.goto(`${dashboard.address}/launch?${new URLSearchParams({ ...tiny, imageSize: '48' })}`);
    await expect.poll(() => page.locator('#imageSize-note').textContent()).toContain('power of two');
    expect(await page.locator('button[type=submit]').isDisabled()).toBe(true);
  });

  it('shows the runs, how they differ from the paper, and queues them', async () => {
    await page.goto(`${dashboard.address}/launch?${new URLSearchParams(tiny)}`);
    await page.getByLabel('Name').fill('from-the-page');
    await page.getByLabel(/^Data set/).fill(pictures);
    await button('E').click();
    await page.getByText('E-seed1, F-seed1').waitFor();
    await page.getByRole('row', { name: 'imageSize 256 32' }).waitFor();
    await page.getByText('No estimate').waitFor();
    expect(page.url()).toContain('configurations=E%2CF');
    await button('Launch 2 runs').click();
    await page.waitForURL('**/queue');
    await expect.poll(() => runsIn('Waiting, next first')).toHaveLength(2);
    await page.getByText('No worker is running').waitFor();
  });

  it('changes the order and takes a run out', async () => {
    await live();
    await button('Move F-seed1 to the front').click();
    await expect.poll(async () => (await runsIn('Waiting, next first'))[0]).toContain('F-seed1');
    await button('Cancel E-seed1').click();
    await expect.poll(() => runsIn('Waiting, next first')).toHaveLength(1);
    await expect.poll(async () => (await runsIn('Ended lately'))[0]).toContain('killed');
  });

  it(
    'sees the run through to its end, and estimates the next one from it',
    async () => {
      const env = { ...process.env, DATABASE_URL: database.url, STARLAB_HOME: database.home };
      const args = [starlab, 'worker', '--name', 'bench', '--threads', '1'];
      worker = spawn(process.execPath, args, { env, stdio: 'ignore' });
      const waitLong = { timeout: RUN_TIMEOUT_MS };
      await page.getByRole('table', { name: 'Workers' }).getByText('bench').waitFor(waitLong);
      await expect
        .poll(() => runsIn('Ended lately'), waitLong)
        .toEqual(expect.arrayContaining([expect.stringMatching(/F-seed1.*finished/)]));
      await page.getByRole('link', { name: 'F-seed1' }).first().click();
      await page.getByText('FID (demo features)').first().waitFor();
      await page.goto(`${dashboard.address}/launch?${new URLSearchParams(tiny)}`);
      await page.locator('[data-role=estimate]').getByText('F-seed1').waitFor();
      await page.goto(`${dashboard.address}/queue`);
      await live();
      await button('Retry E-seed1').click();
      await page.getByRole('table', { name: 'Running' }).getByText('E-seed1').waitFor(waitLong);
      await button('Stop E-seed1').click();
      await expect
        .poll(() => runsIn('Ended lately'), waitLong)
        .toEqual(expect.arrayContaining([expect.stringMatching(/E-seed1.*(killed|finished)/)]));
    },
    2 * RUN_TIMEOUT_MS,
  );

  it.each(['light', 'dark'] as const)('has nothing that axe calls serious, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const path of [`/launch?${new URLSearchParams(tiny)}`, '/queue']) {
      await page.goto(`${dashboard.address}${path}`);
      await page.locator('h1').waitFor();
      expect({ path, found: await seriousViolations(page) }).toEqual({ path, found: [] });
    }
  });

  it('gave the browser nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});
