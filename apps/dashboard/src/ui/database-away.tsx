// What a page shows while the database is away.
import { DatabaseZap } from 'lucide-react';
import { Notice } from './notice.tsx';
import { ReturnWhenBack } from './return-when-back.tsx';

export function DatabaseAway({ message, remedy }: { readonly message: string; readonly remedy: string }) {
  return (
    <Notice title="The database is away" icon={<DatabaseZap aria-hidden className="size-6" />}>
      <p>{message}</p>
      <p>{remedy}</p>
      <p className="text-faint">
        Training is not affected: runs keep a journal on disk and send it when the database is back.
      </p>
      <p className="flex items-center gap-3">
        {/* A plain link: the whole page is asked for anew. */}
        <a className="text-accent underline underline-offset-2" href="">
          Try again
        </a>
        <ReturnWhenBack />
      </p>
    </Notice>
  );
}
