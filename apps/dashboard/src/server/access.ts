// Who may ask what of the dashboard. On this machine alone anybody may, but only under this machine's own names: a page
// elsewhere whose name was made to point here (DNS rebinding) is refused. Anywhere else a token is required.
import { createHash, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'starlab_session';
/** A login lasts so long, seconds. */
export const SESSION_SECONDS = 30 * 24 * 3600;

/** What of a request decides. */
export interface AccessRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Value of the session cookie, if there is one. */
  readonly session: string | undefined;
}

export type Access =
  | { readonly kind: 'allowed' }
  | {
      readonly kind: 'refused';
      readonly status: 401 | 403 | 421;
      readonly message: string;
      readonly remedy: string;
    }
  /** A page: show where to log in. */
  | { readonly kind: 'login'; readonly next: string }
  /** A link with the right token: remember it and go on without it in the address. */
  | { readonly kind: 'welcome'; readonly next: string };

const allowed: Access = { kind: 'allowed' };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In constant time: of digests, so that lengths tell nothing either. */
export function equalSecrets(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** What the cookie holds: derived from the token, from which the token cannot be derived. */
export function sessionOf(token: string): string {
  return digest(`starlab session ${token}`).toString('hex');
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The host of an authority such as `localhost:3000` or `[::1]:3000`. */
function hostName(authority: string): string {
  return authority.replace(/:\d+$/, '').toLowerCase();
}

/** A browser says from where a request comes; scripts, which cannot be tricked into sending one, say nothing. */
function comesFromElsewhere({ headers }: AccessRequest): boolean {
  const origin = headers.get('origin');
  if (origin !== null) return !URL.canParse(origin) || new URL(origin).host !== headers.get('host');
  const site = headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Reachable without a token: where one logs in, and what every browser asks for by itself. */
const openPaths = new Set(['/login', '/api/login', '/icon.svg']);

function bearerOf(headers: Headers): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

function withoutToken(url: URL): string {
  const search = new URLSearchParams(url.search);
  search.delete('token');
  return search.size === 0 ? url.pathname : `${url.pathname}?${search.toString()}`;
}

const needsToken = {
  message: 'This dashboard needs a token.',
  remedy: 'Send `Authorization: Bearer <token>`; `starlab token` prints it on the machine that serves.',
} as const;

function checkToken(request: AccessRequest, token: string): Access {
  const { url, headers, session } = request;
  if (openPaths.has(url.pathname)) return allowed;
  const bearer = bearerOf(headers);
  if (bearer !== undefined) {
    if (equalSecrets(bearer, token)) return allowed;
    return {
      kind: 'refused',
      status: 401,
      ...needsToken,
      message: 'This is not the token of this dashboard.',
    };
  }
  if (session !== undefined && equalSecrets(session, sessionOf(token))) return allowed;
  if (url.pathname.startsWith('/api/') || !readingMethods.has(request.method))
    return { kind: 'refused', status: 401, ...needsToken };
  const offered = url.searchParams.get('token');
  if (offered !== null && equalSecrets(offered, token)) return { kind: 'welcome', next: withoutToken(url) };
  return { kind: 'login', next: withoutToken(url) };
}

/** @param token undefined: the dashboard listens on this machine only */
export function checkAccess(request: AccessRequest, token: string | undefined): Access {
  const host = request.headers.get('host') ?? '';
  if (token === undefined && !loopbackNames.has(hostName(host))) {
    return {
      kind: 'refused',
      status: 421,
      message: `This dashboard does not answer to the name ${JSON.stringify(host.slice(0, 100))}.`,
      remedy: 'Open it as 127.0.0.1 or localhost; `starlab start --host` serves it elsewhere, with a token.',
    };
  }
  if (!readingMethods.has(request.method) && comesFromElsewhere(request)) {
    return {
      kind: 'refused',
      status: 403,
      message: 'The request comes from another site.',
      remedy: 'Use the dashboard’s own pages, or a script without a browser.',
    };
  }
  return token === undefined ? allowed : checkToken(request, token);
}

/** `next` if it is a path of this dashboard, or the table of runs: a login must not lead elsewhere. */
export function localPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(next) ? next : '/';
}
