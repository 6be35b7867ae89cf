// `starlab start`: the whole of Starlab in one command: database, dashboard, demo pictures, demo study, table.
import { Command } from 'commander';
import pc from 'picocolors';
import { buildDashboard, serveDashboard } from '../dashboard/serve-dashboard.ts';
import { interruptSignal } from '../interrupt.ts';
import { workQueue } from '../queue/work-queue.ts';
import { openSession } from '../session.ts';
import { drawDemoPictures } from '../study/demo-pictures.ts';
import { FIRST_STUDY, runDemoStudy } from '../study/demo-study.ts';
import { EXIT_INTERRUPTED } from '../terminal/failure.ts';
import { formatSeconds, progressArea } from '../terminal/progress.ts';
import {
  addDeviceOptions,
  addFeatureOption,
  deviceChoice,
  wholeNumber,
  type DeviceOptions,
  type FeatureOptions,
} from './run-options.ts';
import { printAblationTable } from './table.ts';

interface StartOptions extends DeviceOptions, FeatureOptions {
  readonly port: string;
  readonly host: string;
  readonly exit?: boolean;
}

const step = (text: string): void => {
  console.log(`${pc.green('✓')} ${text}`);
};

async function start(options: StartOptions): Promise<void> {
  const startedAt = performance.now();
  // Before anything is drawn or built, which takes a while.
  const port = wholeNumber('--port', options.port, { least: 1, most: 65_535 });
  const device = deviceChoice(options);
  const progress = progressArea();
  const signal = interruptSignal(() => {
    progress.note('Stopping; once more to stop at once.');
  });
  const session = await openSession();
  step(`${session.databaseKind} PostgreSQL`);
  const { home } = session;
  // Side by side; what is said waits for its turn, so that no line lands in the progress bar.
  const building = buildDashboard(home);
  building.catch(() => undefined);
  await drawDemoPictures(home);
  step(`demo data set: ${home.demoData}`);
  await building;
  step('dashboard built');
  const dashboard = await serveDashboard({
    home,
    databaseUrl: session.databaseUrl,
    port,
    host: options.host,
  });
  console.log(`\n  Dashboard  ${pc.bold(pc.cyan(dashboard.url))}\n`);
  try {
    const outcome = await runDemoStudy(
      session,
      { study: FIRST_STUDY },
      {
        device,
        features: options.features,
        progress,
        signal,
      },
    );
    if (outcome === 'stopped') {
      console.error('Stopped. `npm start` goes on from here.');
      process.exitCode = EXIT_INTERRUPTED;
      return;
    }
    await printAblationTable(session, FIRST_STUDY);
    console.log(
      `\n${formatSeconds((performance.now() - startedAt) / 1000)} in all. With your own images: starlab train --data DIR`,
    );
    if (options.exit) return;
    console.log(
      `The dashboard stays at ${dashboard.url} until Ctrl-C; runs launched there are trained here.`,
    );
    await workQueue(session, {
      device,
      features: options.features,
      concurrency: 1,
      once: false,
      progress,
      signal,
    });
  } finally {
    await dashboard.stop();
    await session.close();
  }
}

export function startCommand(): Command {
  const command = new Command('start')
    .description('start everything: database, dashboard, and the demo study with its ablation table')
    .option('--port <n>', 'of the dashboard; the next free one if taken', '3000')
    .option(
      '--host <address>',
      'of the dashboard; any but the loopback one demands the token of `starlab token`',
      '127.0.0.1',
    )
    .option('--exit', 'end after the table instead of keeping the dashboard up');
  return addFeatureOption(addDeviceOptions(command)).action(start);
}
