// `starlab parity`: replays golden files of the reference implementations and holds every number against theirs.
import { StarlabError } from '@starlab/experiment';
import { Command, Option } from 'commander';
import { dirname } from 'node:path';
import { agrees } from '../parity/comparison.ts';
import { readGoldenFile, type GoldenFile } from '../parity/golden-file.ts';
import { comparisonsText, passed, reportJson, summaryText, type ReplayReport } from '../parity/report.ts';
import { EXIT_FAILURE } from '../terminal/failure.ts';
import { startProgress } from '../terminal/progress.ts';
import { openChosenDevice } from '../threads/chosen-device.ts';
import { addDeviceOptions, deviceChoice, wholeNumber, type DeviceOptions } from './run-options.ts';

type Rewrites = 'on' | 'off' | 'both';

interface ParityOptions extends DeviceOptions {
  readonly rewrites: Rewrites;
  readonly iterations?: string;
  readonly data?: string;
  readonly summary?: boolean;
  readonly json?: boolean;
}

const modesOf = { on: [true], off: [false], both: [true, false] } as const satisfies Record<
  Rewrites,
  readonly boolean[]
>;

const iterationsOf = ({ iterations }: ParityOptions): { iterations?: number } =>
  iterations === undefined ? {} : { iterations: wholeNumber('--iterations', iterations, { least: 1 }) };

/** One way to replay where nothing runs on a device. */
const modesFor = ({ kind }: GoldenFile, { rewrites }: ParityOptions): readonly boolean[] =>
  kind.onDevice ? modesOf[rewrites] : [true];

async function replayOnce(
  { path, kind, document }: GoldenFile,
  rewrites: boolean,
  options: ParityOptions,
): Promise<ReplayReport> {
  const device = await openChosenDevice(deviceChoice(options), { rewrites });
  const mode = kind.onDevice ? `${device.name}, rewrites ${rewrites ? 'on' : 'off'}` : 'no device';
  const bar = startProgress(`Replaying on ${mode}`);
  const started = performance.now();
  try {
    const comparisons = await kind.replay(document, {
      device,
      rewrites,
      ...iterationsOf(options),
      folder: dirname(path),
      ...(options.data !== undefined && { data: options.data }),
      onProgress: (done, total) => {
        bar.update({ done, total, unit: kind.unit });
      },
    });
    const seconds = (performance.now() - started) / 1000;
    return { file: path, kind: kind.name, mode, seconds, comparisons };
  } catch (error) {
    // The fault is the file's: say which.
    if (!(error instanceof StarlabError)) throw error;
    throw new StarlabError(`${path}: ${error.message}`, { remedy: error.remedy, cause: error });
  } finally {
    bar.finish();
  }
}

function failureText(reports: readonly ReplayReport[]): string {
  const beyond = reports.flatMap(({ comparisons }) => comparisons).filter((one) => !agrees(one)).length;
  return `${beyond} numbers are beyond their tolerance.`;
}

async function parity(paths: readonly string[], options: ParityOptions): Promise<void> {
  const files: GoldenFile[] = [];
  for (const path of paths) files.push(await readGoldenFile(path));
  const reports: ReplayReport[] = [];
  for (const file of files)
    for (const rewrites of modesFor(file, options)) {
      const report = await replayOnce(file, rewrites, options);
      reports.push(report);
      if (options.json) continue;
      if (!options.summary) console.log(`${comparisonsText(report)}\n`);
      console.log(`${summaryText(report)}\n`);
    }
  if (options.json) console.log(JSON.stringify(reports.map(reportJson), null, 2));
  if (reports.every(passed)) return;
  console.error(failureText(reports));
  process.exitCode = EXIT_FAILURE;
}

export function parityCommand(): Command {
  const command = new Command('parity')
    .description('replay golden files of the reference implementations and compare every number with theirs')
    .argument('<files...>', 'golden files; their kind is recognised by their content')
    .addOption(
      new Option('--rewrites <which>', 'with the exact rewrites, without, or one after the other')
        .choices(Object.keys(modesOf))
        .default('both'),
    )
    .option('--iterations <n>', 'replay the first n iterations of a training only')
    .option('--data <dir>', 'the pictures that an evaluation file was measured on')
    .option('--summary', 'print the worst of each group only')
    .option('--json', 'print everything as JSON');
  return addDeviceOptions(command).action(parity);
}
