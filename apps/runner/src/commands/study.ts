// `starlab study`: groups of runs that answer one question together.
import { configurationSchema, StarlabError, type Configuration } from '@starlab/experiment';
import { archiveStudy, listRuns, listStudies } from '@starlab/tracking';
import { Command } from 'commander';
import { interruptSignal } from '../interrupt.ts';
import { idLength } from '../select-run.ts';
import { selectStudy } from '../select-study.ts';
import { withSession } from '../session.ts';
import { drawDemoPictures } from '../study/demo-pictures.ts';
import { demoStudies, FIRST_STUDY, runDemoStudy, type DemoStudy } from '../study/demo-study.ts';
import { EXIT_INTERRUPTED } from '../terminal/failure.ts';
import { formatSeconds, progressArea } from '../terminal/progress.ts';
import { formatTable } from '../terminal/text-table.ts';
import {
  addDeviceOptions,
  addFeatureOption,
  deviceChoice,
  wholeNumber,
  type DeviceOptions,
  type FeatureOptions,
} from './run-options.ts';
import { printAblationTable } from './table.ts';

function knownStudy(name: string): DemoStudy {
  const study = demoStudies.find((known) => known === name);
  if (study) return study;
  throw new StarlabError(`No study "${name}" comes with Starlab.`, {
    remedy: `There are: ${demoStudies.join(', ')}. Runs of your own join a study by \`starlab train --study NAME\`.`,
  });
}

function chosenConfigurations(text: string | undefined): readonly Configuration[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((letter) => {
    const parsed = configurationSchema.safeParse(letter.trim().toUpperCase());
    if (parsed.success) return parsed.data;
    throw new StarlabError(`--configurations ${text}: "${letter}" is no row of Table 1.`, {
      remedy: `Give some of ${configurationSchema.options.join(',')}, joined by commas.`,
    });
  });
}

interface StudyRunOptions extends DeviceOptions, FeatureOptions {
  readonly seeds: string;
  readonly configurations?: string;
}

async function runBuiltIn(name: string, options: StudyRunOptions): Promise<void> {
  const study = knownStudy(name);
  const configurations = chosenConfigurations(options.configurations);
  const plan = {
    study,
    seeds: wholeNumber('--seeds', options.seeds, { least: 1 }),
    ...(configurations && { configurations }),
  };
  const startedAt = performance.now();
  const progress = progressArea();
  const signal = interruptSignal(() => {
    progress.note('Stopping at a safe point; once more to stop at once.');
  });
  await withSession(async (session) => {
    await drawDemoPictures(session.home);
    const outcome = await runDemoStudy(session, plan, {
      device: deviceChoice(options),
      features: options.features,
      progress,
      signal,
    });
    if (outcome === 'stopped') {
      console.error(`Stopped. \`starlab study run ${name}\` goes on from here.`);
      process.exitCode = EXIT_INTERRUPTED;
      return;
    }
    await printAblationTable(session, name);
    console.log(`\n${formatSeconds((performance.now() - startedAt) / 1000)} in all.`);
  });
}

async function archive(name: string, archived: boolean): Promise<void> {
  await withSession(async ({ db }) => {
    const study = await selectStudy(db, name);
    await archiveStudy(db, study.id, { archived });
    console.log(`${archived ? 'archived' : 'restored'} study ${study.name}, ${study.runCount} runs`);
  });
}

interface ListOptions {
  readonly json?: boolean;
  readonly archived?: boolean;
}

async function list(options: ListOptions): Promise<void> {
  const studies = await withSession(({ db }) => listStudies(db, { archived: options.archived ?? false }));
  if (options.json) {
    console.log(JSON.stringify(studies, null, 2));
    return;
  }
  if (studies.length === 0) {
    console.log(`No studies yet. Run one: \`starlab study run ${FIRST_STUDY}\`.`);
    return;
  }
  const rows = studies.map(({ name, runCount, domains, dataset, createdAt }) => [
    name,
    String(runCount),
    domains.join(', '),
    dataset,
    createdAt.slice(0, 16).replace('T', ' '),
  ]);
  const header = ['study', 'runs', 'domains', 'pictures', 'created'];
  console.log(formatTable({ header, rows, numeric: [1] }, 'text'));
}

async function show(name: string): Promise<void> {
  await withSession(async (session) => {
    await printAblationTable(session, name);
    const study = (await listStudies(session.db)).find((candidate) => candidate.name === name);
    const runs = study ? await listRuns(session.db, { studyId: study.id }) : [];
    const length = idLength(runs);
    const rows = runs
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((run) => [run.name, run.state, `${run.step ?? 0}/${run.iterations}`, run.id.slice(0, length)]);
    const header = ['run', 'state', 'iteration', 'id'];
    console.log(`\n${formatTable({ header, rows, numeric: [2] }, 'text')}`);
  });
}

export function studyCommand(): Command {
  const run = new Command('run')
    .description('run what is left of a study that comes with Starlab, then print its table')
    .argument('<name>', demoStudies.join(', '))
    .option('--seeds <n>', 'runs of each configuration', '1')
    .option('--configurations <letters>', 'rows of Table 1, e.g. A,F (default: all)');
  return new Command('study')
    .description('groups of runs that answer one question together')
    .addCommand(addFeatureOption(addDeviceOptions(run)).action(runBuiltIn))
    .addCommand(
      new Command('list')
        .description('what there is')
        .option('--json', 'print everything known as JSON')
        .option('--archived', 'archived ones too')
        .action(list),
    )
    .addCommand(
      new Command('archive')
        .description('keep a study with its runs, but out of the lists and tables')
        .argument('<study>')
        .action((name: string) => archive(name, true)),
    )
    .addCommand(
      new Command('restore')
        .description('put an archived study back')
        .argument('<study>')
        .action((name: string) => archive(name, false)),
    )
    .addCommand(new Command('show').description('its table and its runs').argument('<name>').action(show));
}
