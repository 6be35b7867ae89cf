// The methods of the paper's Tables 2 and 3, the paper's figures beside those of a study.
import { modeSchema } from '@starlab/experiment';
import { baselineTable, type Database } from '@starlab/tracking';
import { Table2 } from 'lucide-react';
import { BaselineTableView } from '@/features/baselines/baseline-table-view.tsx';
import { baselineCsv, baselineTextTable } from '@/features/baselines/export-baselines.ts';
import { paperTables } from '@/features/baselines/published-columns.ts';
import { ExportMenu } from '@/features/tables/export-menu.tsx';
import { hasDemoFigures } from '@/features/tables/measured-columns.ts';
import { StudyChoice } from '@/features/tables/study-choice.tsx';
import { chooseStudy } from '@/server/choose-study.ts';
import { ask } from '@/server/database.ts';
import { DatabaseAway } from '@/ui/database-away.tsx';
import { LiveRefresh } from '@/ui/live-refresh.tsx';
import { Command, Notice } from '@/ui/notice.tsx';

export const metadata = { title: 'Baselines' };

interface BaselinesPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

async function readBaselinesPage(db: Database, wanted: unknown) {
  const { studies, study } = await chooseStudy(db, wanted);
  return study && { studies, table: await baselineTable(db, { studyId: study.id }) };
}

export default async function BaselinesPage({ searchParams }: BaselinesPageProps) {
  const { study } = await searchParams;
  const answer = await ask((db) => readBaselinesPage(db, study));
  if (!answer.ok) return <DatabaseAway {...answer.away} />;
  if (!answer.value) {
    return (
      <Notice title="No study yet" icon={<Table2 aria-hidden className="size-6" />}>
        <p>The methods are compared from the first study on. The demo study:</p>
        <Command>npm start</Command>
      </Notice>
    );
  }
  const { studies, table } = answer.value;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-lg font-semibold tracking-tight">Baselines</h1>
        <span className="text-muted">
          {table.study.name}
          {table.study.domains.length > 0 && `: ${table.study.domains.join(', ')}`}
        </span>
        <LiveRefresh studyId={table.study.id} />
        {studies.length > 1 && (
          <span className="ml-auto">
            <StudyChoice page="/baselines" studies={studies} chosen={table.study.id} />
          </span>
        )}
      </div>
      {modeSchema.options.map((mode) => (
        <section key={mode} aria-labelledby={mode} className="flex min-w-0 flex-col gap-2">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <h2 id={mode} className="font-medium">
              {paperTables[mode]}
              <span className={mode === 'latent' ? 'ml-2 text-latent' : 'ml-2 text-reference'}>
                {mode}-guided
              </span>
            </h2>
            <span className="ml-auto">
              <ExportMenu
                name={`baselines-${mode}-${table.study.name}`}
                table={baselineTextTable(table, mode)}
                csv={baselineCsv(table)}
              />
            </span>
          </div>
          <BaselineTableView table={table} mode={mode} />
        </section>
      ))}
      <footer className="flex max-w-4xl flex-col gap-1 text-xs leading-5 text-muted">
        <p>
          <strong className="font-medium text-ink">Paper:</strong> arXiv 1912.01865, Tables 2 and 3, at 256
          px. Its versions differ in architecture and figures; hover over a figure for its source. A figure
          marked <sup className="text-warn">?</sup> could not be verified. The FID of real images is between
          training and test images (ours: training and validation images of each domain, the mean over
          domains); ten translations a source stand against few test images, so a method can come out below
          it.
        </p>
        <p>
          <strong className="font-medium text-ink">Ours:</strong> mean ± sample standard deviation over n
          seeds, StarGAN v2 by its complete model F.{' '}
          {hasDemoFigures(table.columns) &&
            'Figures of the demo features compare our rows with each other, and are not comparable with the paper’s.'}
        </p>
      </footer>
    </div>
  );
}
