// Five thousand runs in a real browser: found, sorted, scrolled through, chosen, grouped.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations, startDashboardPage, type DashboardPage } from './dashboard-page.ts';
import { openChromium } from './chromium.ts';
import { seedManyRuns } from './many-runs.ts';
import { seed, type Seeded } from './seed.ts';

const SETUP_TIMEOUT_MS = 240_000;
const MANY = 5_000;

const browser = await openChromium();
if (typeof browser === 'string') console.log(`Browser test skipped. ${browser}`);

describe.skipIf(typeof browser === 'string')('the table of five thousand runs', () => {
  let test: DashboardPage;
  let seeded: Seeded;

  beforeAll(async () => {
    if (typeof browser === 'string') return;
    test = await startDashboardPage(browser);
    seeded = await seed(test.database);
    await seedManyRuns(test.database.db, seeded.finishedRun, MANY);
  }, SETUP_TIMEOUT_MS);
  afterAll(async () => {
    await seeded?.live.finish('killed', 'end of the test');
    await test?.stop();
  });

  const rows = () => test.page.locator('tbody tr[data-run]');
  const names = () => rows().locator('th').allTextContents();
  const found = () => test.page.locator('[data-role=found]').textContent();

  it('draws the rows in sight only, and any row one scrolls to', async () => {
    await test.open('/?sort=seed');
    expect(await found()).toBe('5,007 found');
    expect(await rows().count()).toBeLessThan(80);
    const table = test.page.getByRole('region', { name: 'Table of runs' });
    await table.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    await expect.poll(names).toContain('many-2500');
    await table.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect.poll(names).toContain('many-5000');
    expect(await rows().count()).toBeLessThan(80);
  });

  it('finds by configuration, figures and state, and sorts by a figure', async () => {
    await test.page.getByLabel('Search runs').fill('lambdaDs=2 fid.latent.demo<35 state=finished');
    await expect.poll(found).toBe('50 found');
    await test.page.getByRole('button', { name: 'latent' }).first().click();
    expect(test.page.url()).toContain('sort=fid.latent.demo');
    await expect.poll(async () => (await names())[0]).toMatch(/many-/);
    await test.page.reload();
    await expect.poll(found).toBe('50 found');
  });

  it('loses no letter of a search, however fast one types, and says which name nothing has', async () => {
    await test.open('/');
    const field = test.page.getByLabel('Search runs');
    await field.pressSequentially('lamdaDs>1 seed<50', { delay: 0 });
    expect(await field.inputValue()).toBe('lamdaDs>1 seed<50');
    await test.page.getByText('No run has a key or a curve “lamdaDs”. Did you mean “lambdaDs”?').waitFor();
    expect(new URL(test.page.url()).searchParams.get('q')).toBe('lamdaDs>1 seed<50');
    await test.open('/?group=config&q=lamdaDs%3E1');
    await test.page.getByText('Did you mean “lambdaDs”?').waitFor();
  });

  it('chooses runs by keyboard, tags them and finds them by the tag', async () => {
    await test.open('/?q=many-00&sort=name');
    await expect.poll(async () => (await names())[0]).toBe('many-0001');
    for (const key of ['j', 'x', 'j', 'x']) await test.page.keyboard.press(key);
    await test.page.getByText('2 chosen').waitFor();
    expect(await test.page.getByRole('link', { name: 'Compare' }).getAttribute('href')).toMatch(
      /^\/compare\?runs=[0-9a-f-]{36},[0-9a-f-]{36}$/,
    );
    await test.page.getByRole('button', { name: 'Tag', exact: true }).click();
    await test.page.getByLabel('Tag', { exact: true }).fill('paper');
    await test.page.getByRole('button', { name: 'Add', exact: true }).click();
    await test.page.getByText('Tagged 2 runs “paper”.').waitFor();
    await test.open('/?q=tag%3Apaper');
    await expect.poll(async () => (await names()).sort()).toEqual(['many-0001', 'many-0002']);
  });

  it('finds a tag that has quotes in it', async () => {
    await test.open('/?q=many-0004');
    await test.page.getByLabel('Choose many-0004').click();
    await test.page.getByRole('button', { name: 'Tag', exact: true }).click();
    await test.page.getByLabel('Tag', { exact: true }).fill('say "hi"');
    await test.page.getByRole('button', { name: 'Add', exact: true }).click();
    await test.page.getByText('Tagged 1 run “say "hi"”.').waitFor();
    await test.page.getByLabel('Search runs').fill('tag:"say \\"hi\\""');
    await expect.poll(found).toBe('1 found');
    expect(await names()).toEqual(['many-0004']);
  });

  it('archives runs out of sight, and deletes them for good', async () => {
    await test.open('/?q=tag%3Apaper&sort=name');
    await test.page.getByLabel('Choose many-0001').click();
    await test.page.getByRole('button', { name: 'Archive' }).click();
    await expect.poll(found).toBe('Archived 1 run.');
    await expect.poll(names).toEqual(['many-0002']);
    await test.open('/?q=tag%3Apaper&archived=only');
    await test.page.getByLabel('Choose many-0001').click();
    await test.page.getByRole('button', { name: 'Delete' }).click();
    await test.page.getByRole('button', { name: 'Delete for good' }).click();
    await expect.poll(found).toMatch(/^Deleted 1 run: [\d,]+ values \(.*B\), .*B of files\.$/);
    await expect.poll(() => rows().count()).toBe(0);
  });

  it('deletes the sample grids of a run, which stays', async () => {
    await test.open('/?q=E-seed1');
    await test.page.getByLabel('Choose E-seed1').click();
    await test.page.getByRole('button', { name: 'Delete' }).click();
    await test.page.getByRole('button', { name: 'Delete sample grids' }).click();
    // Two kinds at ten steps each.
    await expect.poll(found).toMatch(/^Deleted 20 sample grids: /);
    await expect.poll(names).toEqual(['E-seed1']);
  });

  it('chooses every run found, and takes them away as CSV', async () => {
    await test.open('/?q=lambdaDs%3D2&columns=fid.latent.demo,config.lambdaDs');
    const total = Number((await found())?.split(' ')[0]?.replace(',', ''));
    const download = test.page.waitForEvent('download');
    await test.page.getByRole('button', { name: 'Download the runs found as CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines[0]).toBe('id,run,row,state,step,FID latent,lambdaDs');
    expect(lines).toHaveLength(1 + total);
    expect(lines[1]).toMatch(/,many-\d+,F,finished,2000,[\d.]+,2$/);
    await test.page.getByRole('checkbox', { name: 'Choose every run found' }).click();
    await test.page.getByText(`${total} chosen`).waitFor();
    await test.page.keyboard.press('c');
    await expect.poll(found).toBe('At most 50 runs can be compared.');
    await test.page.keyboard.press('Escape');
  });

  it('is as one left it when one comes back from a run and its parts', async () => {
    await test.open('/?q=many&sort=name');
    await test.page.getByLabel('Choose many-0002').click();
    const table = test.page.getByRole('region', { name: 'Table of runs' });
    await table.evaluate((element) => element.scrollTo(0, 9_000));
    await test.page.getByRole('link', { name: 'many-0255' }).click();
    await test.page.getByRole('tab', { name: 'Config' }).click();
    await test.page.getByRole('tab', { name: 'Environment' }).click();
    await test.page.goBack();
    expect(test.page.url()).toContain('tab=config');
    await test.page.goBack();
    await test.page.goBack();
    await test.page.getByText('1 chosen').waitFor();
    await test.page.getByRole('link', { name: 'many-0255' }).waitFor();
    await test.page.keyboard.press('Escape');
  });

  it('lets a run be deleted on its own page, and pages that show it say so', async () => {
    if (typeof browser === 'string') return;
    await test.open('/?q=many-0003');
    const other = await browser.newPage();
    await test.page.getByRole('link', { name: 'many-0003' }).click();
    await test.page.waitForURL(/\/runs\//);
    await other.goto(test.page.url());
    await other.locator('[data-connection=live]').waitFor();
    await test.page.bringToFront();
    await test.page.getByRole('button', { name: 'Archive or delete the run' }).click();
    await test.page.getByRole('button', { name: 'Archive', exact: true }).click();
    await test.page.getByText('archived', { exact: true }).waitFor();
    // The answer comes after the news: other pages know by then, this one still shows the run.
    let shown: string | null = '';
    await test.page.route('**/api/runs', async (route) => {
      const response = await route.fetch();
      await other.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
      shown = await test.page.locator('h1').textContent();
      await route.fulfill({ response });
    });
    await test.page.getByRole('button', { name: 'Delete for good' }).click();
    await test.page.waitForURL((url) => url.pathname === '/');
    await test.page.unroute('**/api/runs');
    expect(shown).toBe('many-0003');
    await other.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    await other.close();
  });

  it('groups by configuration with mean and standard deviation over seeds', async () => {
    await test.open('/?group=config&columns=fid.latent.demo');
    const table = test.page.getByRole('table', { name: 'Groups of runs' });
    await table.waitFor();
    // 5 values of lambdaDs times 3 of lambdaCyc, E and F as seeded (F is among the 15), and the pilot.
    await expect.poll(() => table.locator('tbody tr').count()).toBe(17);
    expect(await table.textContent()).toMatch(/\d+\.\d ± \d+\.\d \(3\d\d\)/);
    await table.getByRole('button', { name: 'FID latent' }).click();
    expect(test.page.url()).toContain('sort=fid.latent.demo');
    const means = async () =>
      (await table.locator('tbody td:nth-child(4)').allTextContents())
        .map(parseFloat)
        .filter(Number.isFinite);
    await expect.poll(async () => (await means()).length).toBe(16);
    expect(await means()).toEqual((await means()).sort((a, b) => a - b));
  });

  it('leads from a group to its runs, fifty of them folded to a few', async () => {
    const group = test.page.getByRole('row').filter({ hasText: /\(3\d\d\)/ });
    await group.first().getByRole('link', { name: 'compare' }).click();
    await test.page.getByText('50 runs').waitFor();
    const compared = test.page.getByRole('list', { name: 'Runs compared' }).getByRole('link');
    expect(await compared.count()).toBe(8);
    await test.page.getByRole('button', { name: '42 more' }).click();
    await expect.poll(() => compared.count()).toBe(50);
  });

  it('shows columns in the order one gives them', async () => {
    await test.open('/?columns=seed,study');
    await test.page.getByRole('button', { name: 'Columns' }).click();
    await test.page.getByRole('button', { name: 'Move study to the left' }).click();
    expect(test.page.url()).toContain('columns=study%2Cseed');
    await test.page.getByRole('checkbox', { name: 'lambdaDs' }).click();
    expect(test.page.url()).toContain('columns=study%2Cseed%2Cconfig.lambdaDs');
  });

  it('takes in what is logged meanwhile', async () => {
    await test.open('/?q=state%3Drunning');
    seeded.live.log(seeded.valuesAt(1500), { step: 1500 });
    await test.page.getByText('1,500 / 2,000').waitFor();
  });

  it('offers what the source had besides its commit', async () => {
    await test.open(`/runs/${seeded.finishedRun}?tab=environment`);
    const download = test.page.waitForEvent('download');
    await test.page.getByRole('link', { name: /^the changes/ }).click();
    const file = await (await download).path();
    expect(readFileSync(file, 'utf8')).toContain('+const seed = 2;');
  });

  it('lists its keys', async () => {
    await test.open('/');
    await test.page.keyboard.press('?');
    await test.page.getByRole('dialog').getByText('Next run').waitFor();
    await test.page.keyboard.press('Escape');
  });

  it.each(['light', 'dark'] as const)('has nothing that axe calls serious, %s', async (colorScheme) => {
    await test.page.emulateMedia({ colorScheme });
    for (const path of ['/', '/?group=config', `/runs/${seeded.finishedRun}?tab=config`]) {
      await test.open(path);
      await test.page.locator('table').first().waitFor();
      expect({ path, found: await seriousViolations(test.page) }).toEqual({ path, found: [] });
    }
  });

  it('gave the browser nothing to complain about', () => {
    expect(test.complaints).toEqual([]);
  });
});
