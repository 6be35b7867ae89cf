// `starlab table`: the ablation table of a study.
import { StarlabError } from '@starlab/experiment';
import { ablationTable, listStudies, type AblationTable } from '@starlab/tracking';
import { Command, Option } from 'commander';
import { withSession, type Session } from '../session.ts';
import { ablationNotes, ablationTextTable } from '../study/ablation-text.ts';
import { FIRST_STUDY } from '../study/demo-study.ts';
import { formatTable, tableFormats, type TableFormat } from '../terminal/text-table.ts';

export async function readAblationTable(
  { db }: Pick<Session, 'db'>,
  studyName: string,
): Promise<AblationTable> {
  const studies = await listStudies(db);
  const study = studies.find(({ name }) => name === studyName);
  if (!study) {
    const names = studies.map(({ name }) => name).join(', ');
    throw new StarlabError(`No study "${studyName}".`, {
      remedy: names ? `There are: ${names}.` : 'Make one: `starlab start` runs the demo study.',
    });
  }
  return ablationTable(db, { studyId: study.id });
}

/** The table as text, with what has to be said below it. */
export async function printAblationTable(session: Pick<Session, 'db'>, studyName: string): Promise<void> {
  const table = await readAblationTable(session, studyName);
  console.log(`\n${formatTable(ablationTextTable(table), 'text')}\n\n${ablationNotes(table).join('\n')}`);
}

export function tableCommand(): Command {
  return new Command('table')
    .description('the ablation table: the paper’s Table 1 beside a study’s own figures')
    .option('--study <name>', 'which study', FIRST_STUDY)
    .addOption(new Option('--format <format>', 'how').choices([...tableFormats]).default('text'))
    .option('--json', 'print the rows as JSON')
    .action(async (options: { study: string; format: TableFormat; json?: boolean }) => {
      const table = await withSession((session) => readAblationTable(session, options.study));
      if (options.json) {
        console.log(JSON.stringify(table, null, 2));
        return;
      }
      console.log(formatTable(ablationTextTable(table), options.format));
      if (options.format === 'text') console.log(`\n${ablationNotes(table).join('\n')}`);
    });
}
