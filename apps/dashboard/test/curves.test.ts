// Curves in a real browser: a million points zoomed and panned, taken away as files, and read by those who do not see them.
import { readFile } from 'node:fs/promises';
import type { RunId } from '@starlab/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeCurves } from '../src/features/curves/curve-bytes.ts';
import { seriousViolations, startDashboardPage, type DashboardPage } from './dashboard-page.ts';
import { openChromium } from './chromium.ts';
import { seedLongRun, SPIKE } from './long-run.ts';

const SETUP_TIMEOUT_MS = 300_000;

const browser = await openChromium();
if (typeof browser === 'string') console.log(`Browser test skipped. ${browser}`);

describe.skipIf(typeof browser === 'string')('the curves of a million points', () => {
  let test: DashboardPage;
  let runId: RunId;

  beforeAll(async () => {
    if (typeof browser === 'string') return;
    test = await startDashboardPage(browser);
    runId = await seedLongRun(test.database);
  }, SETUP_TIMEOUT_MS);
  afterAll(() => test?.stop());

  const panel = (name: string) => test.page.locator(`[data-series="${name}"]`);
  /** The middle of a chart's plot, px of the page. */
  const plot = async (name: string) => {
    const box = await panel(name).locator('canvas').boundingBox();
    if (!box) throw new Error(`no chart of ${name}`);
    return { ...box, middle: box.y + box.height / 2 };
  };
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await test.page.mouse.move(from.x, from.y);
    await test.page.mouse.down();
    await test.page.mouse.move(to.x, to.y, { steps: 10 });
    await test.page.mouse.up();
  };
  const zoomed = () => new URL(test.page.url()).searchParams.get('zoom');
  const range = async () => {
    await expect.poll(zoomed).not.toBeNull();
    const [from, to] = (zoomed() ?? '').split('-').map(Number);
    return { from: from ?? NaN, to: to ?? NaN };
  };

  it('answer with about as many points as a panel has pixels, the spike among them', async () => {
    const answer = await fetch(`${test.dashboard.address}/api/curves?runs=${runId}&buckets=512`);
    const curve = decodeCurves(await answer.arrayBuffer())
      .get(runId)
      ?.get('loss/3');
    expect(curve?.steps.length).toBeLessThanOrEqual(512);
    expect(Math.max(...(curve?.max ?? []))).toBe(SPIKE.value);
  });

  it('show the spike, and clip it with a remark', async () => {
    await test.open(`/runs/${runId}`);
    await panel('loss/3').locator('canvas').waitFor();
    await test.page.keyboard.press('o');
    await panel('loss/3').getByText('clipped').waitFor();
    expect(test.page.url()).toContain('clip=yes');
    await test.page.keyboard.press('o');
  });

  it('are fetched finer where one zooms in', async () => {
    const finer = test.page.waitForResponse((response) => response.url().includes('from='));
    const { x, width, middle } = await plot('loss/3');
    await drag({ x: x + 0.6 * width, y: middle }, { x: x + 0.62 * width, y: middle });
    const { from, to } = await range();
    expect(to - from).toBeLessThan(5_000);
    const body = await (await finer).body();
    const curves = decodeCurves(new Uint8Array(body).buffer);
    expect(curves.get(runId)?.get('loss/3')?.resolution).toBeLessThanOrEqual(8);
  });

  it('pan with Shift and drag, and by keyboard, without losing the length in sight', async () => {
    const before = await range();
    const { x, width, middle } = await plot('loss/3');
    await test.page.keyboard.down('Shift');
    await drag({ x: x + 0.8 * width, y: middle }, { x: x + 0.4 * width, y: middle });
    await test.page.keyboard.up('Shift');
    await expect.poll(async () => (await range()).from).toBeGreaterThan(before.from);
    const after = await range();
    expect(after.to - after.from).toBe(before.to - before.from);
    await test.page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await range()).from).toBeLessThan(after.from);
    await test.page.keyboard.press('0');
    await expect.poll(zoomed).toBeNull();
  });

  it('share one crosshair, with the value of each', async () => {
    const { x, width, middle } = await plot('loss/0');
    await test.page.mouse.move(x + width / 2, middle);
    const said = await panel('loss/5').locator('figcaption').textContent();
    expect(said).toMatch(/at \d\d,\d\d\d/);
  });

  it('are taken away as PNG, SVG and CSV', async () => {
    const save = async (format: string): Promise<Buffer> => {
      await panel('loss/3').hover();
      await panel('loss/3').getByRole('button', { name: 'Download loss/3' }).click();
      const download = test.page.waitForEvent('download');
      await test.page.getByRole('button', { name: format, exact: true }).click();
      const file = await (await download).path();
      await test.page.keyboard.press('Escape');
      // A panel that closes gives the focus back to its button, a moment later.
      await test.page.waitForFunction(
        () => document.activeElement?.getAttribute('aria-label') === 'Download loss/3',
      );
      return readFile(file);
    };
    expect((await save('PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect((await save('SVG')).toString()).toContain('>loss/3</text>');
    const csv = (await save('CSV')).toString();
    expect(csv).toMatch(/^run,step,time,value,min,max\na million points,/);
    expect(csv).toContain(`,${SPIKE.value}\n`);
  });

  it('keep a note and a tag', async () => {
    await test.page.getByLabel('New tag').fill('long');
    await test.page.keyboard.press('Enter');
    await test.page.getByRole('button', { name: 'Take off tag long' }).waitFor();
    await test.page.getByRole('button', { name: 'Add a note' }).click();
    await test.page.getByLabel('Note').fill('Spike at 61,803.');
    await test.page.getByLabel('Note').blur();
    await test.open(`/runs/${runId}`);
    await expect.poll(() => test.page.getByLabel('Note').inputValue()).toBe('Spike at 61,803.');
  });

  it.each(['light', 'dark'] as const)('have nothing that axe calls serious, %s', async (colorScheme) => {
    await test.page.emulateMedia({ colorScheme });
    await test.open(`/runs/${runId}`);
    await panel('loss/3').locator('canvas').waitFor();
    expect(await seriousViolations(test.page)).toEqual([]);
  });

  it('have an address that answers 404 where there is no run', async () => {
    const unknown = ['/runs/none', '/runs/00000000-0000-4000-8000-000000000000', '/nowhere'];
    for (const path of unknown) expect((await fetch(test.dashboard.address + path)).status).toBe(404);
  });

  it('gave the browser nothing to complain about', () => {
    expect(test.complaints).toEqual([]);
  });
});
