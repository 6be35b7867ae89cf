// A database that goes away under open pages, and comes back: what they say meanwhile, and that nobody has to reload them. And
// many pages at once, in a real browser.
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTags } from '@starlab/tracking';
import { startTestDatabase, type TestDatabase } from '@starlab/tracking/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWatchedPage } from './browser-page.ts';
import { openChromium } from './chromium.ts';
import { buildIfStale, startDashboard, type DashboardServer } from './dashboard-server.ts';
import { seed, type Seeded } from './seed.ts';

const SETUP_TIMEOUT_MS = 240_000;
/** As many as a browser connects with to one server, and one more. */
const TABS = 7;

/** Between the dashboard and its database: cut, it is as if the database were stopped. */
class Wire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(target: URL) {
    this.#server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }

  /** @param port 0 for any that is free; @returns the port */
  connect(port: number): Promise<number> {
    return new Promise((resolve) =>
      this.#server.listen(port, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port)),
    );
  }

  cut(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }
}

const browser = await openChromium();
if (typeof browser === 'string') console.log(`Browser test skipped. ${browser}`);

describe.skipIf(typeof browser === 'string')('pages over a database that goes away', () => {
  let database: TestDatabase;
  let dashboard: DashboardServer;
  let wire: Wire;
  let port = 0;
  let seeded: Seeded;
  let table: Page;
  let run: Page;

  beforeAll(async () => {
    if (typeof browser === 'string') return;
    buildIfStale();
    database = await startTestDatabase();
    seeded = await seed(database);
    const url = new URL(database.url);
    wire = new Wire(new URL(database.url));
    port = await wire.connect(0);
    url.port = String(port);
    url.hostname = '127.0.0.1';
    dashboard = await startDashboard({ home: database.home, databaseUrl: url.toString() });
    [{ page: table }, { page: run }] = [await openWatchedPage(browser), await openWatchedPage(browser)];
    await table.goto(dashboard.address);
    await run.goto(`${dashboard.address}/runs/${seeded.finishedRun}`);
    for (const page of [table, run]) await connection(page, 'live');
  }, SETUP_TIMEOUT_MS);
  afterAll(async () => {
    if (typeof browser === 'string') return;
    await browser.close();
    await dashboard?.stop();
    await wire?.cut();
    await seeded?.live.finish('killed', 'end of the test');
    await database?.stop();
  });

  const connection = (page: Page, state: string) => page.locator(`[data-connection=${state}]`).waitFor();

  it('say that news have ceased, and what an action met', async () => {
    await wire.cut();
    for (const page of [table, run]) await connection(page, 'away');
    await run.getByLabel('New tag').fill('paper');
    await run.keyboard.press('Enter');
    await run.getByText('The database does not answer.').waitFor();
    await run.goto(`${dashboard.address}/runs/${seeded.finishedRun}`);
    await run.getByText('The database is away').waitFor();
  });

  it('come back by themselves, with what happened meanwhile', async () => {
    await setTags(database.db, seeded.finishedRun, ['meanwhile']);
    expect(await wire.connect(port)).toBe(port);
    await connection(table, 'live');
    await table.getByText('meanwhile').waitFor();
    await run.getByRole('button', { name: 'Take off tag meanwhile' }).waitFor();
  });

  it('leave the connections of a browser to the pages in sight', async () => {
    if (typeof browser === 'string') return;
    const context = await browser.newContext();
    // Chromium without a screen calls every page visible.
    const show = (page: Page, state: 'visible' | 'hidden') =>
      page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));`);
    const pages: Page[] = [];
    while (pages.length < TABS) {
      const page = await context.newPage();
      await page.goto(`${dashboard.address}/runs/${seeded.runningRun}`);
      await connection(page, 'live');
      await show(page, 'hidden');
      pages.push(page);
    }
    seeded.live.log({ ...seeded.valuesAt(1245), 'G/latent/cyc': 0.1234 }, { step: 1245 });
    await seeded.live.flush();
    const [first] = pages;
    if (!first) return expect.unreachable();
    await show(first, 'visible');
    await expect
      .poll(() => first.locator('[data-series="G/latent/cyc"] [data-role=value]').textContent())
      .toBe('0.1234');
  });
});
