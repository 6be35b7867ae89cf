// Before every answer: may this request be served (server/access.ts), and under which content security policy. Scripts
// run only with this answer's nonce, and nothing is loaded from elsewhere. Styles allow attributes
// (`style="width: 40%"`), which cannot carry a nonce.
import { NextResponse, type NextRequest } from 'next/server';
import { checkAccess, SESSION_COOKIE, type Access } from './server/access.ts';
import { requiredToken, sessionCookie } from './server/session-cookie.ts';

const development = process.env.NODE_ENV === 'development';

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    // React's development build explains errors through eval; the production build needs none.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function page(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy); // Next reads the nonce of its own scripts from here
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** To a path under the name the reader used: the server itself may know another. */
function redirect(request: NextRequest, path: string): NextResponse {
  const { protocol } = request.nextUrl;
  const response = NextResponse.redirect(new URL(path, `${protocol}//${request.headers.get('host')}`), 303);
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

function refuse({ status, message, remedy }: Extract<Access, { kind: 'refused' }>): NextResponse {
  const headers = {
    'Cache-Control': 'no-store',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="Starlab"' } : {}),
  };
  return NextResponse.json({ message, remedy }, { status, headers });
}

export function proxy(request: NextRequest): NextResponse {
  const token = requiredToken();
  const access = checkAccess(
    {
      method: request.method,
      url: new URL(request.url),
      headers: request.headers,
      session: request.cookies.get(SESSION_COOKIE)?.value,
    },
    token,
  );
  switch (access.kind) {
    case 'allowed':
      return page(request);
    case 'refused':
      return refuse(access);
    case 'login':
      return redirect(request, `/login?${new URLSearchParams({ next: access.next }).toString()}`);
    case 'welcome': {
      const response = redirect(request, access.next);
      if (token !== undefined)
        response.cookies.set(sessionCookie(token, request.nextUrl.protocol === 'https:'));
      return response;
    }
    default:
      return access satisfies never;
  }
}

// Compiled scripts, styles and fonts say nothing about anybody's runs.
export const config = { matcher: '/((?!_next/static).*)' };
