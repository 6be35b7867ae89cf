// A page in a real Chromium that keeps what the browser complained about, such as a violated content security policy or an
// address where nothing was found.
import type { Browser, Page } from 'playwright-core';

export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

export async function openWatchedPage(
  browser: Browser,
  viewport = { width: 1280, height: 800 },
): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport });
  const complaints: string[] = [];
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  return { page, complaints };
}
