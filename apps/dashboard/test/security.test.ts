// Who gets in and what is sent along, asked of the built dashboard by real HTTP requests and a real browser.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { startTestDatabase, type TestDatabase } from '@starlab/tracking/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWatchedPage } from './browser-page.ts';
import { openChromium } from './chromium.ts';
import { buildIfStale, startDashboard, type DashboardServer } from './dashboard-server.ts';

const BUILD_TIMEOUT_MS = 240_000;
const TOKEN = 'correct-horse-battery-staple-0123456789abcd';

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

let database: TestDatabase;
/** On the loopback address, without a token. */
let local: DashboardServer;
/** On every address of the machine, with a token. */
let open: DashboardServer;
const browser = await openChromium();

beforeAll(async () => {
  buildIfStale();
  database = await startTestDatabase();
  const at = { home: database.home, databaseUrl: database.url };
  [local, open] = await Promise.all([
    startDashboard(at),
    startDashboard({ ...at, host: '0.0.0.0', token: TOKEN }),
  ]);
}, BUILD_TIMEOUT_MS);

afterAll(async () => {
  if (typeof browser !== 'string') await browser.close();
  await Promise.all([local?.stop(), open?.stop()]);
  await database?.stop();
});

/** As sent: unlike `fetch`, with any Host, with the path as written, and without following redirects. */
function ask(server: DashboardServer, path: string, { method = 'GET', headers = {}, body }: Asking = {}) {
  const { hostname, port } = new URL(server.address);
  return new Promise<Reply>((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('on the loopback address', () => {
  it('answers to its own names only, so that no other site’s name can be pointed at it', async () => {
    const statuses = async (hosts: readonly string[]) =>
      Promise.all(
        hosts.map(async (host) => [
          (await ask(local, '/', { headers: { host } })).status,
          (await ask(local, '/api/curves?runs=', { headers: { host } })).status,
        ]),
      );
    expect(await statuses(['rebound.example', '127.0.0.1.rebound.example:3000'])).toEqual([
      [421, 421],
      [421, 421],
    ]);
    const { status } = await ask(local, '/', { headers: { host: 'localhost:3000' } });
    expect(status).toBe(200);
  });

  it('runs only scripts that carry this answer’s nonce', async () => {
    const [first, second] = await Promise.all([ask(local, '/'), ask(local, '/')]);
    const policy = String(first.headers['content-security-policy']);
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
    const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1];
    expect(nonce).toHaveLength(24); // 16 bytes in base64
    expect(scripts).not.toContain('unsafe-inline');
    expect(scripts).not.toContain('unsafe-eval');
    expect(second.headers['content-security-policy']).not.toBe(policy);
    const tags = first.body.match(/<script\b[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(0);
    expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  });

  it('forbids being framed, guessed at and leaked from, in every kind of answer', async () => {
    const answers = await Promise.all([
      ask(local, '/'),
      ask(local, '/api/curves'),
      ask(local, '/nowhere'),
      ask(local, '/', { headers: { host: 'rebound.example' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 404, 421]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  it('takes no action that another site asks for', async () => {
    const act = async (headers: Record<string, string>) =>
      (await ask(local, '/api/login', { method: 'POST', headers })).status;
    expect(await act({ origin: 'http://other.example' })).toBe(403);
    expect(await act({ origin: 'null' })).toBe(403);
    expect(await act({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await act({ origin: local.address })).toBe(303);
  });

  it.each([
    '/api/artifacts/..%2F..%2F..%2Fetc%2Fpasswd',
    '/api/artifacts/%2e%2e/%2e%2e/etc/passwd',
    '/api/artifacts/../../../etc/passwd',
    `/api/artifacts/${'0'.repeat(64)}%00.png`,
    `/api/artifacts/${'0'.repeat(64)}`,
    '/_next/static/../../package.json',
  ])('gives nothing out of the artifact folder for %s', async (path) => {
    const { status, body } = await ask(local, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).not.toContain('root:');
    expect(body).not.toContain('"dependencies"');
  });
});

describe('on every address', () => {
  /** Where a redirect leads, if to this dashboard. */
  const targetOf = ({ headers }: Reply): string | undefined => {
    const { origin, pathname, search } = new URL(headers.location ?? '', open.address);
    return origin === open.address ? `${pathname}${search}` : undefined;
  };
  const cookieOf = ({ headers }: Reply): string => headers['set-cookie']?.[0] ?? '';
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const logIn = (token: string, next = '/ablation') =>
    ask(open, '/api/login', {
      method: 'POST',
      headers: { ...form, origin: open.address },
      body: new URLSearchParams({ token, next }).toString(),
    });

  it('shows nothing without the token', async () => {
    for (const path of ['/api/curves?runs=', '/api/live', `/api/artifacts/${'0'.repeat(64)}`]) {
      const { status, headers } = await ask(open, path);
      expect([path, status, headers['www-authenticate']]).toEqual([path, 401, 'Bearer realm="Starlab"']);
    }
    const page = await ask(open, '/ablation?study=1');
    expect([page.status, targetOf(page)]).toEqual([303, '/login?next=%2Fablation%3Fstudy%3D1']);
    expect((await ask(open, '/', { method: 'POST', headers: form })).status).toBe(401);
  });

  it('opens to the token as bearer, and to no other', async () => {
    const bearer = async (token: string) =>
      (await ask(open, '/ablation', { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await bearer(TOKEN)).toBe(200);
    expect(await bearer(`${TOKEN}0`)).toBe(401);
    expect(await bearer(TOKEN.slice(1))).toBe(401);
  });

  it('remembers a login in a cookie that scripts cannot read and that is not the token', async () => {
    const answer = await logIn(TOKEN);
    expect([answer.status, targetOf(answer)]).toEqual([303, '/ablation']);
    const cookie = cookieOf(answer);
    expect(cookie).toMatch(/^starlab_session=[0-9a-f]{64}; Path=\/; .*HttpOnly; SameSite=lax$/i);
    expect(cookie).not.toContain(TOKEN);
    const session = cookie.split(';')[0] ?? '';
    expect((await ask(open, '/ablation', { headers: { cookie: session } })).status).toBe(200);
    const from = { cookie: session, origin: 'http://other.example' };
    expect((await ask(open, '/api/login', { method: 'POST', headers: from })).status).toBe(403);
  });

  it('refuses a wrong token and leads nowhere else after a login', async () => {
    const wrong = await logIn('wrong');
    expect(targetOf(wrong)).toBe('/login?next=%2Fablation&wrong=1');
    expect(wrong.headers['set-cookie']).toBeUndefined();
    expect(targetOf(await logIn(TOKEN, '//other.example'))).toBe('/');
  });

  it('opens to a link with the token, which does not stay in the address', async () => {
    const answer = await ask(open, `/ablation?study=1&token=${TOKEN}`);
    expect([answer.status, targetOf(answer)]).toEqual([303, '/ablation?study=1']);
    expect(cookieOf(answer)).toContain('HttpOnly');
    expect(cookieOf(await ask(open, '/ablation?token=wrong'))).toBe('');
  });

  it.skipIf(typeof browser === 'string')('lets a reader log in and go on to where they wanted', async () => {
    const { page, complaints } = await openWatchedPage(browser as Browser);
    await page.goto(`${open.address}/ablation`);
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('This is not the token').waitFor();
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('No study yet').waitFor();
    expect(new URL(page.url()).pathname).toBe('/ablation');
    expect(complaints).toEqual([]);
  });
});
