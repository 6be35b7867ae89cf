// POST /api/login: a form with the token; the right one is remembered in a cookie.
import { NextResponse } from 'next/server';
import { equalSecrets, localPath } from '@/server/access.ts';
import { requiredToken, sessionCookie } from '@/server/session-cookie.ts';

export async function POST(request: Request): Promise<NextResponse> {
  const form = await request.formData().catch(() => new FormData());
  const next = localPath(form.get('next'));
  const given = form.get('token');
  const token = requiredToken();
  const right = token === undefined || (typeof given === 'string' && equalSecrets(given.trim(), token));
  const location = right ? next : `/login?${new URLSearchParams({ next, wrong: '1' }).toString()}`;
  const response = new NextResponse(null, {
    status: 303,
    headers: { Location: location, 'Cache-Control': 'no-store' },
  });
  if (right && token !== undefined)
    response.cookies.set(sessionCookie(token, new URL(request.url).protocol === 'https:'));
  return response;
}
