// A fault of the dashboard itself. A database that is away has its own page.
'use client';

import { Button } from '@/ui/button.tsx';
import { Notice } from '@/ui/notice.tsx';

interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <Notice title="This page could not be drawn">
      <p>{error.digest ? 'The server met a fault of its own; its log has the details.' : error.message}</p>
      {error.digest && (
        <p>
          Its log names it <code className="font-mono text-xs text-ink">{error.digest}</code>.
        </p>
      )}
      <p>
        <Button onClick={reset}>Try again</Button>
      </p>
    </Notice>
  );
}
