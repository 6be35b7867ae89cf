// Several runs beside one another.
import { GitCompareArrows } from 'lucide-react';
import Link from 'next/link';
import { Suspense } from 'react';
import { CompareView } from '@/features/compare/compare-view.tsx';
import { readComparePage } from '@/server/compare-page.ts';
import { ask } from '@/server/database.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';
import { Notice } from '@/ui/notice.tsx';

export const metadata = { title: 'Compare' };

interface ComparePageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function ComparePage({ searchParams }: ComparePageProps) {
  const { runs } = await searchParams;
  const answer = await ask((db) => readComparePage(db, runs));
  if (!answer.ok) return <DatabaseAway {...answer.away} />;
  const { compared, missing } = answer.value;
  if (compared.length === 0) {
    return (
      <Notice title="No runs to compare" icon={<GitCompareArrows aria-hidden className="size-6" />}>
        {missing > 0 && <p>None of the runs this address names is in the database.</p>}
        <p>
          Choose two or more in the{' '}
          <Link className="text-accent underline underline-offset-2" href="/">
            table of runs
          </Link>
          , or a cell of the{' '}
          <Link className="text-accent underline underline-offset-2" href="/ablation">
            ablation
          </Link>
          .
        </p>
      </Notice>
    );
  }
  return (
    <Suspense>
      <CompareView compared={compared} missing={missing} />
    </Suspense>
  );
}
