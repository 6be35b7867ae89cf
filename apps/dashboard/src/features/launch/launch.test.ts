import { resolveConfig, runIdSchema } from '@starlab/experiment';
import { describe, expect, test } from 'vitest';
import { configFields, fieldSections } from './config-fields.ts';
import { estimate } from './estimate.ts';
import { checkLaunch, deviations, launchRequestSchema, planLaunch } from './launch-request.ts';
import { parseSeeds, readLaunchState, toRequest, writeLaunchState } from './launch-state.ts';

const state = (search: string) => readLaunchState(new URLSearchParams(search));
const planOf = (search: string) =>
  planLaunch(launchRequestSchema.parse(toRequest(state(`name=x&data=/d&${search}`))));

describe('a launch', () => {
  test('comes to one run per configuration and seed', () => {
    const plan = planOf('configurations=E,F&seeds=1,2');
    if (!plan.ok) throw new Error(plan.message);
    expect(plan.runs.map(({ name }) => name)).toEqual(['E-seed1', 'E-seed2', 'F-seed1', 'F-seed2']);
    expect(plan.runs.map(({ config }) => config.lambdaDs)).toEqual([0, 0, 1, 1]);
  });

  test('lets the row of Table 1 win over the preset, and the user over both', () => {
    const lambdaDs = (search: string) => {
      const plan = planOf(search);
      return plan.ok ? plan.runs[0]?.config.lambdaDs : plan.message;
    };
    expect(lambdaDs('preset=afhq&configurations=F')).toBe(2);
    expect(lambdaDs('preset=afhq&configurations=E')).toBe(0);
    expect(lambdaDs('preset=afhq&configurations=F&lambdaDs=0.5')).toBe(0.5);
  });

  test('of a method for two domains comes to a run for each pair of the study’s, unless two are chosen', () => {
    const names = (search: string, domains: readonly string[]) => {
      const { plan } = checkLaunch(toRequest(state(`name=x&data=/d&configurations=${search}`)), { domains });
      return plan.ok ? plan.runs.map(({ name }) => name) : plan.message;
    };
    expect(names('F,munit', ['cat', 'dog', 'wild'])).toEqual([
      'F-seed1',
      'munit-cat-dog-seed1',
      'munit-cat-wild-seed1',
      'munit-dog-wild-seed1',
    ]);
    expect(names('drit&domains=cat,wild', ['cat', 'dog', 'wild'])).toEqual(['drit-cat-wild-seed1']);
    expect(names('msgan', ['female', 'male'])).toEqual(['msgan-seed1']);
  });

  test('takes the preset’s size and length for a method, and the method’s own losses', () => {
    const plan = planOf('preset=afhq&configurations=msgan');
    if (!plan.ok) throw new Error(plan.message);
    expect(plan.runs[0]?.config).toMatchObject({ method: 'msgan', lambdaDs: 0, lambdaMs: 1, batchSize: 2 });
    const demo = planOf('configurations=munit');
    expect(demo.ok && demo.runs[0]?.config).toMatchObject({
      imageSize: 32,
      iterations: 1200,
      averageDecay: 0,
    });
  });

  test('into a study has the settings of its runs, unless a preset is chosen', () => {
    const study = { domains: ['cat', 'dog'], settings: { imageSize: 64, iterations: 50, lambdaDs: 2 } };
    const id = '01a22687-631d-72fb-a9ec-37c1c3181284';
    const configs = (search: string) => {
      const request = launchRequestSchema.parse(toRequest(state(`study=${id}&configurations=${search}`)));
      const plan = planLaunch(request, study);
      return plan.ok ? plan.runs.map(({ config }) => config) : plan.message;
    };
    expect(configs('E,F,munit')).toMatchObject([
      { imageSize: 64, iterations: 50, baseWidth: 256, lambdaDs: 0 },
      { imageSize: 64, iterations: 50, baseWidth: 256, lambdaDs: 2 },
      { imageSize: 64, iterations: 50, baseWidth: 64, batchSize: 1, lambdaDs: 0 },
    ]);
    expect(configs('F&preset=quick')).toMatchObject([{ imageSize: 32, iterations: 100, lambdaDs: 1 }]);
    const request = launchRequestSchema.parse(toRequest(state(`study=${id}`)));
    const plan = planLaunch(request, { domains: [] });
    expect(plan.ok ? '' : plan.remedy).toBe('Choose a preset.');
  });

  test('names the key that is wrong', () => {
    const plan = planOf('imageSize=48&beta1=x');
    expect(plan.ok ? {} : plan.faults).toMatchObject({
      imageSize: expect.stringContaining('power of two') as string,
      beta1: expect.any(String) as string,
    });
  });

  test.each([
    ['learningRate=fast', 'learningRate is "fast", but must be a number'],
    ['learningRate=0', 'learningRate is 0, but must be above 0'],
    ['batchSize=1.5', 'batchSize is 1.5, but must be a whole number'],
    ['batchSize=0&beta1=1', 'batchSize is 0, but must be at least 1; beta1 is 1, but must be below 1'],
    ['conditioning=none', 'conditioning is "none", but must be one of style-code, latent-code, label'],
    ['imageSize=48', 'imageSize is 48, but must be a power of two: 32, 64, 128, 256, …'],
  ])('says in plain words what is wrong with %s', (search, fault) => {
    const plan = planOf(search);
    expect(plan.ok ? '' : plan.message).toBe(`Configuration: ${fault}.`);
  });

  test('is planned before its study is chosen, and says what is missing', () => {
    const { plan, missing } = checkLaunch(toRequest(state('seeds=1,2')));
    expect(plan.ok && plan.runs.length).toBe(2);
    expect(missing).toEqual(['A new study needs a name and the path of its pictures.']);
    expect(checkLaunch(toRequest(state('name=x&data=/d&seeds=one'))).missing).toEqual([
      'Seeds are whole numbers: 1, 2, 5-8.',
    ]);
  });

  test('refuses what cannot be trained before it is queued', () => {
    const plan = planOf('preset=celeba-hq&configurations=A');
    expect(plan.ok ? '' : plan.message).toContain('highPassWeight');
    expect(planOf('preset=celeba-hq&configurations=F').ok).toBe(true);
  });

  test('shows how it differs from the paper’s default of its configuration', () => {
    const config = resolveConfig({ configuration: 'F', imageSize: 64, seed: 4 });
    expect(deviations(config)).toEqual([
      { key: 'imageSize', paper: 256, launched: 64 },
      { key: 'baseWidth', paper: 64, launched: 256 },
    ]);
  });

  test.each([
    ['E', ['iterations']],
    ['F', ['iterations', 'dsIterations']],
  ] as const)('names the fading of the diversity loss only where there is one: %s', (configuration, keys) => {
    const config = resolveConfig({ configuration, iterations: 500 });
    expect(deviations(config).map(({ key }) => key)).toEqual(keys);
  });
});

describe('the form', () => {
  test('survives its address', () => {
    const patch = writeLaunchState({
      configurations: ['E', 'F'],
      seeds: '1-3',
      studyName: 'new',
      overrides: { imageSize: '64' },
    });
    const search = new URLSearchParams(Object.entries(patch).map(([key, value]) => [key, value ?? '']));
    expect(readLaunchState(search)).toMatchObject({
      configurations: ['E', 'F'],
      seeds: '1-3',
      studyName: 'new',
      overrides: { imageSize: '64' },
    });
  });

  test.each([
    ['1, 2', [1, 2]],
    ['3-5 4', [3, 4, 5]],
    ['5-3', undefined],
    ['one', undefined],
  ])('reads the seeds %s', (text, seeds) => {
    expect(parseSeeds(text)).toEqual(seeds);
  });

  test('has a field for every key that can be chosen, each in one section', () => {
    const fields = configFields();
    const inSections = fieldSections(fields).flatMap((section) => section.fields);
    expect(inSections.map(({ key }) => key).sort()).toEqual(fields.map(({ key }) => key).sort());
    expect(fields.find(({ key }) => key === 'lambdaCyc')?.section).toBe('Loss weights');
    expect(fields.map(({ key }) => key)).not.toContain('seed');
  });
});

describe('the estimate', () => {
  const speed = (config: object, secondsPerIteration: number) => ({
    runId: runIdSchema.parse('00000000-0000-4000-8000-000000000001'),
    name: 'F-seed1',
    host: 'bench',
    config: resolveConfig(config),
    secondsPerIteration,
  });
  const planned = (config: object) => [{ name: 'x', config: resolveConfig(config) }];

  test('is the median over runs with the same work an iteration', () => {
    const like = [1, 2, 9].map((seconds) => speed({ imageSize: 64, seed: seconds, iterations: 50 }, seconds));
    const { seconds, from } = estimate(planned({ imageSize: 64, iterations: 10, lambdaCyc: 3 }), like);
    expect(seconds).toBe(20);
    expect(from).toHaveLength(3);
  });

  test.each([{ imageSize: 128 }, { batchSize: 4 }, { lambdaDs: 0 }])(
    'is none from a run with %o',
    (other) => {
      expect(estimate(planned({}), [speed(other, 1)]).seconds).toBeUndefined();
    },
  );
});
