// `starlab data demo|check`: the demo pictures, and whether a folder of one's own is fit for training.
import { checkImageFolder, renderDemoData } from '@starlab/data';
import { Command } from 'commander';
import { openHome } from '../home.ts';
import { EXIT_FAILURE } from '../terminal/failure.ts';
import { folderReportLines } from '../terminal/folder-report.ts';
import { startProgress } from '../terminal/progress.ts';

function demo(): Command {
  return new Command('demo')
    .description('render the demo data set: drawn cats, dogs and wild animals')
    .argument('[dir]', 'where to (default: .starlab/data/demo)')
    .action(async (dir: string | undefined) => {
      const directory = dir ?? openHome().demoData;
      const bar = startProgress('Drawing the demo data set');
      await renderDemoData({
        directory,
        onProgress: (progress) => {
          bar.update({ ...progress, unit: 'images' });
        },
      });
      bar.finish();
      console.log(directory);
    });
}

function check(): Command {
  return new Command('check')
    .description('check a folder of images: DIR/{train,val}/<domain>/*.{png,jpg,jpeg,webp}')
    .argument('<dir>')
    .option('--json', 'print the report as JSON')
    .action(async (dir: string, options: { json?: boolean }) => {
      const bar = startProgress('Reading images');
      const report = await checkImageFolder(dir, (progress) => {
        bar.update({ ...progress, unit: 'images' });
      });
      bar.finish();
      console.log(options.json ? JSON.stringify(report, null, 2) : folderReportLines(report).join('\n'));
      if (!report.usable) process.exitCode = EXIT_FAILURE;
    });
}

export function dataCommand(): Command {
  return new Command('data')
    .description('image folders and the demo data set')
    .addCommand(demo())
    .addCommand(check());
}
