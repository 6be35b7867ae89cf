// A page of the built dashboard on a database of its own, for one test file; and what axe says of it.
import { startTestDatabase, type TestDatabase } from '@starlab/tracking/testing';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { openWatchedPage, type WatchedPage } from './browser-page.ts';
import { buildIfStale, startDashboard, type DashboardServer } from './dashboard-server.ts';

export interface DashboardPage extends WatchedPage {
  readonly database: TestDatabase;
  readonly dashboard: DashboardServer;
  open(path: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startDashboardPage(browser: Browser): Promise<DashboardPage> {
  buildIfStale();
  const database = await startTestDatabase();
  const dashboard = await startDashboard({ home: database.home, databaseUrl: database.url });
  const { page, complaints } = await openWatchedPage(browser);
  return {
    database,
    dashboard,
    page,
    complaints,
    async open(path) {
      await page.goto(`${dashboard.address}${path}`);
      // The server's HTML is there before it listens to keys; its stream is open only once it does.
      await page.locator('[data-connection=live]').waitFor();
    },
    async stop() {
      await browser.close();
      await dashboard.stop();
      await database.stop();
    },
  };
}

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly targets: readonly string[];
}

/** What axe finds serious or critical on the page as it stands. */
export async function seriousViolations(page: Page): Promise<Violation[]> {
  // Evaluated rather than added as a script: the page's content security policy admits no other.
  await page.evaluate(axe.source);
  const found = await page.evaluate<Violation[]>(`axe.run(document, { resultTypes: ['violations'] }).then(
    ({ violations }) => violations.map(({ id, impact, nodes }) => ({
      id, impact: impact ?? null, targets: nodes.slice(0, 5).map((node) => node.target.join(' ')),
    })))`);
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}
