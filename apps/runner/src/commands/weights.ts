// `starlab weights import|fetch|check|export`: networks trained elsewhere, and Starlab's own for use elsewhere.
import { StarlabError } from '@starlab/experiment';
import { Argument, Command, Option } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import pc from 'picocolors';
import { openHome } from '../home.ts';
import { selectCheckpointedRun } from '../select-run.ts';
import { withSession } from '../session.ts';
import { describeFailure, EXIT_FAILURE } from '../terminal/failure.ts';
import { startProgress } from '../terminal/progress.ts';
import { RateMeter } from '../terminal/rate-meter.ts';
import { formatTable } from '../terminal/text-table.ts';
import { convertToSafetensors, exportAverages } from '../weights/export-weights.ts';
import { fetchWeights } from '../weights/fetch-weights.ts';
import { importWeights, type ImportedWeights } from '../weights/import-weights.ts';
import { weightKinds, weightKindTable, type WeightKind } from '../weights/kinds.ts';
import {
  publishedFiles,
  publishedNames,
  type PublishedFile,
  type PublishedName,
} from '../weights/published-files.ts';
import { findWeights, missingWeights, storedWeights, type StoredWeights } from '../weights/stored-weights.ts';

const MEBIBYTE = 2 ** 20;

function importedLines({
  kind,
  tensors,
  unneeded,
  converted,
  path,
  sourceSha256,
}: ImportedWeights): string[] {
  const { title } = weightKindTable[kind];
  const types = Object.entries(converted).map(([type, count]) => `${count} from ${type}`);
  return [
    `${title}: ${Object.keys(tensors).length} tensors in ${path}`,
    `  SHA-256 of the source: ${sourceSha256}`,
    ...(types.length > 0 ? [`  made float32: ${types.join(', ')}`] : []),
    ...(unneeded.length > 0
      ? [`  not needed: ${unneeded.length} tensors, ${unneeded.slice(0, 3).join(', ')} …`]
      : []),
  ];
}

function importCommand(): Command {
  return new Command('import')
    .description('take weights from a file that PyTorch or safetensors wrote; no code in it is run')
    .argument('<file>', '.ckpt, .pth, .pt or .safetensors')
    .addOption(new Option('--as <kind>', 'what it is (default: found out)').choices([...weightKinds]))
    .option('--name <name>', 'of a StarGAN v2 checkpoint (default: the file’s)')
    .action(async (file: string, options: { as?: WeightKind; name?: string }) => {
      const imported = await importWeights({ path: resolve(file), folder: openHome().weights, ...options });
      console.log(importedLines(imported).join('\n'));
    });
}

async function fetchWithProgress(name: PublishedName, file: PublishedFile): Promise<ImportedWeights> {
  const bar = startProgress(name);
  const rate = new RateMeter();
  const onProgress = (done: number, total = done): void => {
    rate.reached(done / MEBIBYTE);
    const [doneMiB, totalMiB] = [done, total].map((bytes) => Math.round(bytes / MEBIBYTE));
    bar.update({ done: doneMiB ?? 0, total: totalMiB ?? 0, rate: rate.perSecond(), unit: 'MiB' });
  };
  try {
    return await fetchWeights({ ...file, name, home: openHome(), onProgress });
  } finally {
    bar.finish();
  }
}

async function fetchOne(name: PublishedName): Promise<void> {
  const file = publishedFiles[name];
  console.log(`${name}: ${file.url} (${file.licence})`);
  const imported = await fetchWithProgress(name, file);
  console.log(importedLines(imported).join('\n'));
  console.log(
    file.sha256 === undefined
      ? '  no published SHA-256 is known to check it against'
      : `  as published: SHA-256 ${file.sha256}…`,
  );
}

/** One that fails does not keep the others from coming. */
async function fetchAll(names: readonly PublishedName[]): Promise<void> {
  for (const name of names) {
    try {
      await fetchOne(name);
    } catch (error) {
      console.error(describeFailure(error));
      process.exitCode = EXIT_FAILURE;
    }
  }
}

function fetchCommand(): Command {
  return new Command('fetch')
    .description('download published networks and import them; goes on where it stopped')
    .addArgument(
      new Argument(
        '[names...]',
        'which (default: inception, alexnet and lpips, the networks of FID and LPIPS)',
      )
        .choices([...publishedNames])
        .default(['inception', 'alexnet', 'lpips']),
    )
    .action(fetchAll);
}

function storedRow({ file, kind, bytes, sha256, fault }: StoredWeights): string[] {
  if (kind === undefined) return [pc.red('✗'), file, '', '', fault ?? ''];
  return [
    pc.green('✓'),
    file,
    ((bytes ?? 0) / MEBIBYTE).toFixed(1),
    sha256?.slice(0, 16) ?? '',
    weightKindTable[kind].title,
  ];
}

async function check(options: { json?: boolean }): Promise<void> {
  const { weights } = openHome();
  const stored = await storedWeights(weights);
  const missing = missingWeights(stored);
  if (options.json) {
    console.log(JSON.stringify({ folder: weights, stored, missing }, null, 2));
  } else {
    const header = ['', 'file', 'MiB', 'SHA-256', 'what it is'];
    if (stored.length > 0)
      console.log(formatTable({ header, rows: stored.map(storedRow), numeric: [2] }, 'text'));
    else console.log(`No weights in ${weights} yet.`);
    for (const { kind, command } of missing)
      console.log(`${pc.dim('–')} ${weightKindTable[kind].title}: ${command}`);
  }
  if (stored.some(({ fault }) => fault !== undefined)) process.exitCode = EXIT_FAILURE;
}

function checkCommand(): Command {
  return new Command('check')
    .description('what there is, its hash and what it is for; what is missing and how to get it')
    .option('--json', 'print the list as JSON')
    .action(check);
}

async function exportTo(source: string, { out }: { out: string }): Promise<void> {
  const to = resolve(out);
  if (!to.endsWith('.safetensors'))
    throw new StarlabError(`--out ${out} does not end in .safetensors.`, {
      remedy: 'That is what Starlab writes: give such a name.',
    });
  const { weights } = openHome();
  const isFile = existsSync(source) || existsSync(`${weights}/${source}.safetensors`);
  const count = isFile
    ? await convertToSafetensors(await findWeights(weights, source), to)
    : await withSession(async (session) =>
        exportAverages((await selectCheckpointedRun(session, source)).checkpoint, to),
      );
  console.log(`${count} tensors in ${to}`);
}

function exportCommand(): Command {
  return new Command('export')
    .description('write a run’s moving averages, or any file of weights, as safetensors')
    .argument('<source>', 'a run (name, beginning of the id, or latest), or a file that PyTorch wrote')
    .requiredOption('--out <file>', 'the safetensors file to write')
    .action(exportTo);
}

export function weightsCommand(): Command {
  return new Command('weights')
    .description('networks trained elsewhere: import, fetch, check; and export')
    .addCommand(importCommand())
    .addCommand(fetchCommand())
    .addCommand(checkCommand())
    .addCommand(exportCommand());
}
