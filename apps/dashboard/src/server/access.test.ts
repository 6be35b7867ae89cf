import { describe, expect, it } from 'vitest';
import { checkAccess, equalSecrets, localPath, sessionOf, type AccessRequest } from './access.ts';

const TOKEN = 'a-token-of-some-length';

function request(
  address: string,
  options: { method?: string; headers?: Record<string, string>; session?: string } = {},
): AccessRequest {
  const url = new URL(address);
  return {
    method: options.method ?? 'GET',
    url,
    headers: new Headers({ host: url.host, ...options.headers }),
    session: options.session,
  };
}

describe('on this machine only', () => {
  const access = (address: string, options?: Parameters<typeof request>[1]) =>
    checkAccess(request(address, options), undefined);

  it('answers to the machine’s own names', () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST'])
      expect(access('http://localhost:3000/', { headers: { host } }).kind).toBe('allowed');
  });

  it('refuses a name that was made to point here', () => {
    for (const host of ['rebound.example:3000', '127.0.0.1.rebound.example', 'localhost.', ''])
      expect(access('http://localhost:3000/', { headers: { host } })).toMatchObject({ status: 421 });
  });

  it('takes actions from its own pages and from scripts, not from other sites', () => {
    const action = (headers: Record<string, string>) =>
      access('http://127.0.0.1:3000/api/runs', { method: 'POST', headers }).kind;
    expect(action({})).toBe('allowed');
    expect(action({ origin: 'http://127.0.0.1:3000' })).toBe('allowed');
    for (const origin of ['http://other.example', 'http://127.0.0.1:4000', 'null'])
      expect(action({ origin })).toBe('refused');
    expect(action({ 'sec-fetch-site': 'cross-site' })).toBe('refused');
  });
});

describe('anywhere else', () => {
  const access = (path: string, options?: Parameters<typeof request>[1]) =>
    checkAccess(request(`http://lab.example:3000${path}`, options), TOKEN);

  it('lets nobody in without the token', () => {
    expect(access('/api/runs')).toMatchObject({ kind: 'refused', status: 401 });
    expect(access('/', { method: 'POST' })).toMatchObject({ kind: 'refused', status: 401 });
    expect(access('/runs/1?tab=log')).toEqual({ kind: 'login', next: '/runs/1?tab=log' });
    expect(access('/', { session: 'invented' }).kind).toBe('login');
  });

  it('takes the token as bearer, as session and in a link, and only the right one', () => {
    const bearer = (token: string) => access('/api/runs', { headers: { authorization: `Bearer ${token}` } });
    expect(bearer(TOKEN).kind).toBe('allowed');
    expect(bearer(`${TOKEN}x`)).toMatchObject({ kind: 'refused', status: 401 });
    expect(access('/', { session: sessionOf(TOKEN) }).kind).toBe('allowed');
    expect(access(`/runs/1?tab=log&token=${TOKEN}`)).toEqual({ kind: 'welcome', next: '/runs/1?tab=log' });
    expect(access('/?token=wrong')).toEqual({ kind: 'login', next: '/' });
  });

  it('does not take the token itself for a session', () => {
    expect(access('/', { session: TOKEN }).kind).toBe('login');
  });

  it('takes no action from another site even with a session', () => {
    const headers = { origin: 'http://other.example' };
    expect(access('/api/runs', { method: 'POST', session: sessionOf(TOKEN), headers })).toMatchObject({
      status: 403,
    });
  });
});

it('compares secrets of any length', () => {
  expect(equalSecrets('same', 'same')).toBe(true);
  expect(equalSecrets('same', 'longer than same')).toBe(false);
});

it('leads nowhere but to its own paths', () => {
  expect(localPath('/runs/1?tab=log')).toBe('/runs/1?tab=log');
  for (const next of ['//other.example', '/\\other.example', 'http://other.example', '', undefined, ['/']])
    expect(localPath(next)).toBe('/');
});
