// Two studies with plausible runs, written through the same door as real training: for the browser test, and to look at
// the pages while working on them (test/preview.ts).
import { createHash } from 'node:crypto';
import {
  randomStream,
  resolveConfig,
  type Evaluation,
  type Metric,
  type Mode,
  type RunConfig,
  type RunConfigInput,
  type RunId,
  type RunState,
  type StudyId,
} from '@starlab/experiment';
import {
  createRun,
  createStudy,
  openRunLog,
  putArtifact,
  type AttemptLog,
  type Database,
} from '@starlab/tracking';
import { facesGrid, type Face } from './faces.ts';

const domains = ['cat', 'dog', 'wild'];
const size = 32;
const base: RunConfigInput = { imageSize: size, iterations: 2000, seed: 1, logEvery: 5, sampleEvery: 200 };

interface SeedTarget {
  readonly db: Database;
  readonly home: string;
}

export interface Seeded {
  readonly studyId: StudyId;
  readonly finishedRun: RunId;
  /** Still running: writes go on through `live`. */
  readonly runningRun: RunId;
  readonly live: AttemptLog;
  /** The values a run of this seed logs at a step. */
  valuesAt(step: number): Record<string, number>;
}

const decay = (step: number, scale: number): number => Math.exp(-step / scale);

/** Loss terms as a small StarGAN v2 shows them: adversarial ones settle, reconstructions fall, R1 has spikes. */
function lossesAt(config: RunConfig, step: number): Record<string, number> {
  const random = randomStream({ seed: config.seed, purpose: `seed/${config.configuration}`, index: step });
  const noisy = (value: number, spread: number): number =>
    Math.max(1e-5, value * (1 + spread * random.normal()));
  const lambdaDs = config.lambdaDs * Math.max(0, 1 - step / config.dsIterations);
  const spike = random.uniform() < 0.012 ? 9 : 1;
  const terms = (name: string, gap: number): Record<string, number> => ({
    [`D/${name}/real`]: noisy(0.42 + 0.5 * decay(step, 220) + gap, 0.16),
    [`D/${name}/fake`]: noisy(0.38 + 0.55 * decay(step, 200) + gap, 0.18),
    [`D/${name}/reg`]: noisy(0.02 + 0.11 * decay(step, 500), 0.35) * spike,
    [`G/${name}/adv`]: noisy(1.55 - 0.85 * decay(step, 320) - gap, 0.14),
    [`G/${name}/sty`]: noisy(0.09 + 0.6 * decay(step, 260), 0.12),
    ...(config.lambdaDs > 0 ? { [`G/${name}/ds`]: noisy(0.24 - 0.2 * decay(step, 400), 0.1) } : {}),
    [`G/${name}/cyc`]: noisy(0.12 + 0.42 * decay(step, 420), 0.07),
  });
  return { ...terms('latent', 0), ...terms('ref', 0.04), 'schedule/lambda_ds': lambdaDs };
}

function latentGrid(config: RunConfig, step: number) {
  const sources: Face[] = [0, 0, 1, 1, 2, 2].map((domain, i) => ({
    domain,
    hue: 0.05 + i / 9,
    pose: i % 2 ? 0.8 : -0.5,
  }));
  const spread = config.lambdaDs > 0 ? 0.3 : 0.05;
  const rows = [0, 1, 2].flatMap((domain) =>
    [0, 1, 2].map((k) =>
      sources.map(({ pose }): Face => ({ domain, hue: 0.1 + 0.2 * domain + spread * k, pose })),
    ),
  );
  return facesGrid([sources, ...rows], { size, noise: 0.9 * decay(step, 500), seed: config.seed });
}

function cycleGrid(config: RunConfig, step: number) {
  const sources: Face[] = [0, 1, 2].map((domain) => ({ domain, hue: domain / 4, pose: 0.4 }));
  return facesGrid([sources, sources], { size, noise: 0.8 * decay(step, 400), seed: config.seed });
}

async function drawSamples(log: AttemptLog, home: string, config: RunConfig, step: number): Promise<void> {
  for (const [key, grid] of [
    ['latent', latentGrid(config, step)],
    ['cycle', cycleGrid(config, step)],
  ] as const) {
    const sha256 = await putArtifact(home, grid.png, 'png');
    await log.sample({ key, step, sha256, width: grid.width, height: grid.height });
  }
}

function evaluationOf(config: RunConfig, metric: Metric, mode: Mode, step: number): Evaluation {
  const random = randomStream({
    seed: config.seed,
    purpose: `seed/${metric}/${mode}/${config.configuration}`,
    index: step,
  });
  const complete = config.lambdaDs > 0;
  const level = metric === 'fid' ? (complete ? 31 : 35) + 60 * decay(step, 600) : complete ? 0.31 : 0.08;
  const tasks = domains.flatMap((source) =>
    domains
      .filter((target) => target !== source)
      .map((target) => ({ source, target, value: level * (1 + 0.12 * random.normal()), samples: 640 })),
  );
  return {
    metric,
    mode,
    step,
    mean: tasks.reduce((sum, task) => sum + task.value, 0) / tasks.length,
    tasks,
    ...(metric === 'fid' && {
      realImages: domains.map((domain, i) => ({ domain, value: 17 + 2 * i, samples: 64 })),
    }),
    fingerprint: {
      metric,
      featureSet: 'demo',
      network: 'demo-features',
      weightsSha256: 'a1'.repeat(32),
      resize: 'none',
      imageSize: size,
      outputsPerSource: 10,
      dataSha256: 'd4'.repeat(32),
      protocol: 'stargan-v2/1',
    },
  };
}

async function logEvaluations(log: AttemptLog, config: RunConfig, step: number): Promise<void> {
  for (const metric of ['fid', 'lpips'] as const) {
    for (const mode of ['latent', 'reference'] as const)
      await log.evaluation(evaluationOf(config, metric, mode, step));
  }
}

interface RunPlan {
  readonly studyId: StudyId;
  readonly config: RunConfigInput;
  readonly until: number;
  readonly ending?: Exclude<RunState, 'queued' | 'running'>;
  readonly reason?: string;
  readonly nanAt?: number;
}

const patch = 'diff --git a/train.ts b/train.ts\n-const seed = 1;\n+const seed = 2;\n';

async function queueRun({ db, home }: SeedTarget, studyId: StudyId, input: RunConfigInput): Promise<RunId> {
  const config = resolveConfig({ ...base, ...input });
  return createRun(db, {
    studyId,
    name: `${config.configuration}-seed${config.seed}`,
    config,
    domains,
    dataset: { path: 'data/demo', sha256: 'd4'.repeat(32) },
    command: `starlab train --data data/demo --configuration ${config.configuration} --seed ${config.seed}`,
    environment: {
      node: process.version,
      platform: 'linux x64',
      cpu: { model: 'Example CPU', cores: 2 },
      device: 'cpu',
    },
    git: {
      commit: '4f2a9d17c0'.repeat(4),
      dirty: true,
      diff: {
        sha256: await putArtifact(home, Buffer.from(patch), 'diff'),
        bytes: patch.length,
        truncated: false,
      },
    },
  });
}

async function trainRun(
  target: SeedTarget,
  plan: RunPlan,
): Promise<{ id: RunId; log: AttemptLog; config: RunConfig }> {
  const config = resolveConfig({ ...base, ...plan.config });
  const id = await queueRun(target, plan.studyId, plan.config);
  const log = await openRunLog(target.db, { runId: id, home: target.home });
  log.message(`device cpu: traced 4,812 nodes, 1.93 GFLOP an iteration`);
  for (let step = config.logEvery; step <= plan.until; step += config.logEvery) {
    const values = lossesAt(config, step);
    log.log(step === plan.nanAt ? { ...values, 'G/latent/adv': NaN } : values, { step });
    if (step % config.sampleEvery === 0) {
      log.message(`iteration ${step}: samples drawn`);
      await drawSamples(log, target.home, config, step);
    }
    if (step % 1000 === 0) {
      const sha256 = createHash('sha256').update(`${id} ${step}`).digest('hex');
      await log.checkpoint({ step, path: `checkpoints/${step}.safetensors`, bytes: 41_234_567, sha256 });
      await logEvaluations(log, config, step);
    }
  }
  if (plan.ending) await log.finish(plan.ending, plan.reason);
  else await log.flush();
  return { id, log, config };
}

/** Fills an empty database. The running run's heartbeat lasts as long as this process. */
export async function seed(target: SeedTarget): Promise<Seeded> {
  const studyOf = (name: string, dataset: string): Promise<StudyId> =>
    createStudy(target.db, { name, dataset, domains, base: resolveConfig(base) });
  const pilot = await studyOf('pilot', 'demo animals');
  await trainRun(target, {
    studyId: pilot,
    config: { seed: 7, learningRate: 2e-3 },
    until: 640,
    nanAt: 640,
    ending: 'failed',
    reason: 'Loss term G/latent/adv is NaN at iteration 640. A smaller learningRate may help.',
  });
  const studyId = await studyOf('demo-ablation', 'demo animals');
  const finished = await trainRun(target, { studyId, config: {}, until: 2000, ending: 'finished' });
  await trainRun(target, { studyId, config: { seed: 2 }, until: 2000, ending: 'finished' });
  for (const runSeed of [1, 2]) {
    const config = { configuration: 'E', lambdaDs: 0, seed: runSeed } as const;
    await trainRun(target, { studyId, config, until: 2000, ending: 'finished' });
  }
  const running = await trainRun(target, { studyId, config: { seed: 3 }, until: 1240 });
  await queueRun(target, studyId, { configuration: 'E', lambdaDs: 0, seed: 3 });
  return {
    studyId,
    finishedRun: finished.id,
    runningRun: running.id,
    live: running.log,
    valuesAt: (step) => lossesAt(running.config, step),
  };
}
