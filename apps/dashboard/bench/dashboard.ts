// How fast the dashboard is in a real browser: the runs page with 5,000 runs from a click to interactive and its compressed
// JavaScript, scrolling it, and panning a run of a million points; how fast it gives 20 curves over HTTP. Prints JSON.
// `npm run bench:dashboard`
import { cpus } from 'node:os';
import { startTestDatabase } from '@starlab/tracking/testing';
import type { Browser, Page } from 'playwright-core';
import { decodeCurves } from '../src/features/curves/curve-bytes.ts';
import { openChromium } from '../test/chromium.ts';
import { buildIfStale, startDashboard } from '../test/dashboard-server.ts';
import { seedLongRun } from '../test/long-run.ts';
import { seedManyRuns } from '../test/many-runs.ts';
import { seed } from '../test/seed.ts';

const RUNS = 5_000;
const VISITS = 5;
const PAN_STEPS = 90;
const REQUESTS = 60;
const SERIES_OVER_HTTP = 20;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** First visits, each with an empty cache: ms from the request until keys work and news arrive, and bytes of scripts. */
async function visit(
  browser: Browser,
  address: string,
): Promise<{ interactiveMs: number; scriptBytes: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') {
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    }
  });
  const start = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator('[data-connection=live]').waitFor();
  const interactiveMs = performance.now() - start;
  await page.waitForLoadState('load');
  const scriptBytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return { interactiveMs, scriptBytes };
}

/** Times between frames while `act` goes on, ms. */
async function frames(
  page: Page,
  act: () => Promise<void>,
): Promise<{ medianMs: number; p95Ms: number; frames: number }> {
  await page.evaluate(`globalThis.frameTimes = []; (function next(last) {
    requestAnimationFrame((now) => { globalThis.frameTimes.push(now - last); next(now); });
  })(performance.now());`);
  await act();
  const times = await page.evaluate<number[]>('globalThis.frameTimes');
  const sorted = times.slice(1).sort((a, b) => a - b);
  const p95Ms = sorted[Math.floor(0.95 * sorted.length)] ?? NaN;
  return { medianMs: median(sorted), p95Ms, frames: sorted.length };
}

async function scroll(page: Page, address: string) {
  await page.goto(address);
  await page.locator('[data-connection=live]').waitFor();
  await page.getByRole('region', { name: 'Table of runs' }).hover();
  return frames(page, async () => {
    for (let i = 0; i < PAN_STEPS; i += 1) await page.mouse.wheel(0, 400);
  });
}

async function pan(page: Page, address: string) {
  await page.goto(address);
  const canvas = page.locator('[data-series="loss/3"] canvas');
  await canvas.waitFor();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('no chart');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 0.8 * box.width, y);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  const result = await frames(page, async () => {
    for (let i = 0; i < PAN_STEPS; i += 1) {
      await page.mouse.move(box.x + (0.8 - (0.5 * i) / PAN_STEPS) * box.width, y);
    }
  });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  return result;
}

/** ms of a request for every curve of a run at 400 buckets, until the answer is read and decoded. */
async function curvesOverHttp(
  address: string,
  runId: string,
): Promise<{ leastMs: number; medianMs: number }> {
  const times: number[] = [];
  for (let i = 0; i < REQUESTS; i += 1) {
    const start = performance.now();
    const answer = await fetch(`${address}/api/curves?runs=${runId}&buckets=400`);
    if (!answer.ok) throw new Error(await answer.text());
    decodeCurves(await answer.arrayBuffer());
    times.push(performance.now() - start);
  }
  const measured = times.slice(REQUESTS / 2); // the server compiles its code meanwhile
  return { leastMs: Math.min(...measured), medianMs: median(measured) };
}

const browser = await openChromium();
if (typeof browser === 'string') throw new Error(browser);
buildIfStale();
const database = await startTestDatabase();
const seeded = await seed(database);
await seedManyRuns(database.db, seeded.finishedRun, RUNS);
const longRun = await seedLongRun(database);
const wideRun = await seedLongRun(database, SERIES_OVER_HTTP);
const dashboard = await startDashboard({ home: database.home, databaseUrl: database.url });
await visit(browser, dashboard.address); // the server's first answer compiles its code

const visits = [];
for (let i = 0; i < VISITS; i += 1) visits.push(await visit(browser, dashboard.address));
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const report = {
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
  runsPage: {
    runs: RUNS,
    interactiveMs: Math.round(median(visits.map(({ interactiveMs }) => interactiveMs))),
    scriptKB: Math.round(median(visits.map(({ scriptBytes }) => scriptBytes)) / 1000),
  },
  curvesOverHttp: {
    series: SERIES_OVER_HTTP,
    ...(await curvesOverHttp(dashboard.address, wideRun)),
  },
  scroll: await scroll(page, dashboard.address),
  panMillionPoints: await pan(page, `${dashboard.address}/runs/${longRun}?zoom=40000-60000`),
};
console.log(JSON.stringify(report, null, 2));
await browser.close();
await dashboard.stop();
await seeded.live.finish('killed', 'end of the benchmark');
await database.stop();
