// The ablation of the paper's Table 1, the paper's figures beside those of a study.
import { Table2 } from 'lucide-react';
import { AblationTableView } from '@/features/ablation/ablation-table-view.tsx';
import { ablationCsv, ablationTextTable } from '@/features/ablation/export-table.ts';

import { StudyChoice } from '@/features/tables/study-choice.tsx';
import { ExportMenu } from '@/features/tables/export-menu.tsx';
import { hasDemoFigures } from '@/features/tables/measured-columns.ts';
import { readAblationPage } from '@/server/ablation-page.ts';
import { ask } from '@/server/database.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';
import { LiveRefresh } from '@/ui/live-refresh.tsx';
import { Command, Notice } from '@/ui/notice.tsx';

export const metadata = { title: 'Ablation' };

interface AblationPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function AblationPage({ searchParams }: AblationPageProps) {
  const { study } = await searchParams;
  const answer = await ask((db) => readAblationPage(db, study));
  if (!answer.ok) return <DatabaseAway {...answer.away} />;
  if (!answer.value) {
    return (
      <Notice title="No study yet" icon={<Table2 aria-hidden className="size-6" />}>
        <p>The ablation table appears with the first study. The demo study fills its six rows:</p>
        <Command>npm start</Command>
      </Notice>
    );
  }
  const { studies, table, strips } = answer.value;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-lg font-semibold tracking-tight">Ablation</h1>
        <span className="text-muted" title={table.study.dataset}>
          {table.study.name}
          {table.study.domains.length > 0 && `: ${table.study.domains.join(', ')}`}
        </span>
        <LiveRefresh studyId={table.study.id} />
        <span className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0">
          {studies.length > 1 && <StudyChoice page="/ablation" studies={studies} chosen={table.study.id} />}
          <ExportMenu
            name={`ablation-${table.study.name}`}
            table={ablationTextTable(table)}
            csv={ablationCsv(table)}
          />
        </span>
      </div>
      <AblationTableView table={table} strips={strips} />
      <footer className="flex max-w-4xl flex-col gap-1 text-xs leading-5 text-muted">
        <p>
          <strong className="font-medium text-ink">Paper:</strong> arXiv 1912.01865, Table 1: CelebA-HQ at 256
          px, latent-guided. Its versions differ in architecture and figures; hover over a figure for its
          source. A figure marked <sup className="text-warn">?</sup> could not be verified.
        </p>
        <p>
          <strong className="font-medium text-ink">Ours:</strong> mean ± sample standard deviation over n
          seeds.{' '}
          {hasDemoFigures(table.columns) &&
            'Figures of the demo features are measured with a small network of our own: they compare our rows with each other, and are not comparable with the paper’s.'}{' '}
          Below a figure stands its difference from the row above with Welch’s 95 % confidence interval,
          coloured where the interval leaves no doubt about the sign. A column marked † was measured unlike
          most runs; hover over its title for how.
        </p>
      </footer>
    </div>
  );
}
