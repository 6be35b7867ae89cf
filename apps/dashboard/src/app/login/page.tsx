// Where a reader on another machine says the dashboard's token.
import { KeyRound } from 'lucide-react';
import { localPath } from '@/server/access.ts';
import { Command, Notice } from '@/ui/notice.tsx';

export const metadata = { title: 'Log in' };

interface LoginPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const { next, wrong } = await searchParams;
  return (
    <Notice title="This dashboard needs a token" icon={<KeyRound aria-hidden className="size-6" />}>
      <p>On the machine that serves it, this prints the token:</p>
      <Command>npx starlab token</Command>
      <form method="post" action="/api/login" className="flex flex-wrap items-center gap-2">
        <input type="hidden" name="next" value={localPath(next)} />
        <label className="sr-only" htmlFor="token">
          Token
        </label>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="current-password"
          required
          aria-invalid={wrong !== undefined}
          aria-describedby={wrong === undefined ? undefined : 'wrong-token'}
          className="h-8 min-w-0 flex-1 rounded border border-line bg-panel px-2.5 font-mono text-xs text-ink"
        />
        <button
          type="submit"
          className="h-8 rounded border border-line bg-panel px-3 text-ink hover:border-line-strong"
        >
          Log in
        </button>
      </form>
      {wrong !== undefined && (
        <p id="wrong-token" role="alert" className="text-bad">
          This is not the token of this dashboard.
        </p>
      )}
    </Notice>
  );
}
