// The cookie that remembers a login: sent to this site only, and out of reach of scripts.
import { SESSION_COOKIE, SESSION_SECONDS, sessionOf } from './access.ts';

/** For `NextResponse.cookies.set`. @param secure whether the connection is encrypted */
export function sessionCookie(token: string, secure: boolean) {
  return {
    name: SESSION_COOKIE,
    value: sessionOf(token),
    httpOnly: true,
    // Lax, not strict: a link in a message must find its reader logged in. Actions check where they come from anyway.
    sameSite: 'lax',
    secure,
    path: '/',
    maxAge: SESSION_SECONDS,
  } as const;
}

/** The token this dashboard asks for; undefined where it listens on this machine only. */
export function requiredToken(): string | undefined {
  return process.env['STARLAB_TOKEN'] || undefined;
}
