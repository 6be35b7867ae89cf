// Our figures of a whole training beside the authors', for the methods that the paper compares with.
import { sizeOf, type HostTensor, type ParameterShapes } from '@starlab/models';
import { decodeFloat32, goldenParameter, sym } from '@starlab/testing/golden';
import {
  compareArrays,
  compareCounts,
  compareNumber,
  type Comparison,
  type Label,
  type Tolerance,
} from '../comparison.ts';
import type { Figures, ThinnedTensor } from './document.ts';

type Arrays = Readonly<Record<string, Float32Array>>;
type Shapes = Readonly<Record<string, ParameterShapes>>;

/**
 * How closely a method must follow. The authors' own runs (one thread or two, with and without oneDNN, in float64) differ from
 * the files by a fifth to a half of each.
 */
export interface Tolerances {
  /** A term or norm where it is first recorded: no weight has been moved by the mere sign of its gradient yet. */
  readonly firstLoss: number;
  readonly firstGradient: number;
  readonly laterLoss: number;
  readonly laterGradient: (name: string) => number;
  /** Of pictures by the trained networks, absolute. */
  readonly image: number;
  /** Of each parameter's L2 norm, relative; 2e-3 when left out. */
  readonly parameterNorm?: number;
}

const FORWARD = { kind: 'absolute', tolerance: 1e-4 } satisfies Tolerance;
const PARAMETER_NORM = 2e-3;
/** Per root of the number of elements. */
const PARAMETER_SUM = 1e-3;
const RATE = { kind: 'relative', tolerance: 1e-7 } satisfies Tolerance;
/** Losses below it are compared as shares of it. */
const SMALL_LOSS = 0.01;

/** Uniform numbers of variance 1, which stand for the authors' draws from N(0, 1). */
export const standardised = (name: string, shape: readonly number[]): Float32Array =>
  sym(name, shape, Math.sqrt(3));

/** Every network's weights by the formula. */
export function formulaWeights<Network extends string>(
  shapes: Readonly<Record<Network, ParameterShapes>>,
): Record<Network, Record<string, HostTensor>> {
  const networks = Object.entries<ParameterShapes>(shapes).map(([network, ofNetwork]) => {
    const weights = Object.entries(ofNetwork).map(([name, shape]) => [
      name,
      { shape, data: goldenParameter(`${network}.${name}`, shape) },
    ]);
    return [network, Object.fromEntries(weights)];
  });
  return Object.fromEntries(networks) as Record<Network, Record<string, HostTensor>>;
}

/** The parameters in a training state, `parameters/<network>/<name>`, as a forward step's state, `<network>/<name>`. */
export function parametersOf(state: Arrays, shapes: Shapes): Record<string, HostTensor> {
  const tensors = Object.entries(shapes).flatMap(([network, ofNetwork]) =>
    Object.entries(ofNetwork).map(([name, shape]): [string, HostTensor] => [
      `${network}/${name}`,
      {
        shape,
        data: state[`parameters/${network}/${name}`] ?? new Float32Array(sizeOf(shape)).fill(Number.NaN),
      },
    ]),
  );
  return Object.fromEntries(tensors);
}

export function shapeComparisons({ paramShapes }: Pick<Figures, 'paramShapes'>, ours: Shapes): Comparison[] {
  return Object.entries(paramShapes).map(([network, theirs]) => {
    const own = ours[network] ?? {};
    const equal = Object.entries(theirs).filter(
      ([name, shape]) => String(own[name]) === String(shape),
    ).length;
    const surplus = Object.keys(own).filter((name) => !(name in theirs)).length;
    return compareCounts(
      { group: 'parameter shapes', name: network },
      equal + surplus,
      Object.keys(theirs).length,
    );
  });
}

/** Every `stride`-th row and column of a tensor of shape `[…, height, width]`. */
function thinned(values: Float32Array, shape: readonly number[], stride: number): number[] {
  const [height = 1, width = 1] = shape.slice(-2);
  return [...values].filter((_, index) => {
    const row = Math.floor(index / width) % height;
    return row % stride === 0 && (index % width) % stride === 0;
  });
}

const norm = (values: Float32Array): number =>
  Math.sqrt(values.reduce((total, value) => total + value * value, 0));

function tensorComparisons(
  label: Label,
  ours: Float32Array | undefined,
  { theirs, tolerance }: { theirs: ThinnedTensor; tolerance: Tolerance },
): Comparison[] {
  const { stride, fullShape = theirs.shape, l2 } = theirs;
  const seen = ours && stride > 1 ? thinned(ours, fullShape, stride) : ours;
  const compared = [compareArrays(label, seen, decodeFloat32(theirs), tolerance)];
  if (l2 === undefined) return compared;
  // An error of the tolerance everywhere moves the norm by this much.
  const slack = tolerance.tolerance * Math.sqrt(sizeOf(fullShape));
  const name = `${label.name}, L2 norm of the whole`;
  return [
    ...compared,
    compareNumber({ ...label, name }, ours && norm(ours), l2, { kind: 'absolute', tolerance: slack }),
  ];
}

/** Network outputs with the initial weights; maps of a discriminator are `name.scale` among ours. */
export function forwardComparisons({ forward }: Pick<Figures, 'forward'>, ours: Arrays): Comparison[] {
  const group = 'forward outputs';
  return Object.entries(forward).flatMap(([name, theirs]) =>
    Array.isArray(theirs)
      ? theirs.flatMap((map, scale) => {
          const full = `${name}.${scale}`;
          return tensorComparisons({ group, name: full }, ours[full], { theirs: map, tolerance: FORWARD });
        })
      : tensorComparisons({ group, name }, ours[name], { theirs, tolerance: FORWARD }),
  );
}

export function imageComparisons(
  { after }: Pick<Figures, 'after'>,
  ours: Arrays,
  { image }: Tolerances,
): Comparison[] {
  const tolerance = { kind: 'absolute', tolerance: image } satisfies Tolerance;
  return Object.entries(after).flatMap(([name, theirs]) =>
    tensorComparisons({ group: 'images after training', name }, ours[name], { theirs, tolerance }),
  );
}

/** Loss terms and gradient norms of the iterations that `outputs` has. */
export function iterationComparisons(
  { iterations }: Pick<Figures, 'iterations'>,
  outputs: readonly Arrays[],
  tolerances: Tolerances,
): Comparison[] {
  const recorded = new Set<string>();
  const isFirst = (name: string): boolean => !recorded.has(name) && Boolean(recorded.add(name));
  return iterations.flatMap(({ losses, gradNorm }, iteration) => {
    const output = (name: string): number | undefined => outputs[iteration]?.[name]?.[0];
    const ofLosses = Object.entries(losses).map(([term, theirs]) =>
      compareNumber({ group: 'losses', name: `iteration ${iteration} ${term}` }, output(term), theirs, {
        kind: 'relative',
        tolerance: isFirst(term) ? tolerances.firstLoss : tolerances.laterLoss,
        floor: SMALL_LOSS,
      }),
    );
    const ofNorms = Object.entries(gradNorm).map(([of, theirs]) =>
      compareNumber(
        { group: 'gradient norms', name: `iteration ${iteration} ${of}` },
        output(`gradient_norm/${of}`),
        theirs,
        {
          kind: 'relative',
          tolerance: isFirst(`norm of ${of}`) ? tolerances.firstGradient : tolerances.laterGradient(of),
        },
      ),
    );
    return [...ofLosses, ...ofNorms];
  });
}

/** The rates of every iteration, by network or optimiser as the file has them. */
export function rateComparisons(
  { iterations }: Pick<Figures, 'iterations'>,
  rateOf: (iteration: number, name: string) => number,
): Comparison[] {
  return iterations.flatMap(({ lr }, iteration) =>
    Object.entries(lr).map(([name, theirs]) =>
      compareNumber(
        { group: 'learning rates', name: `iteration ${iteration} ${name}` },
        rateOf(iteration, name),
        theirs,
        RATE,
      ),
    ),
  );
}

export function parameterComparisons(
  { paramsAfter }: Pick<Figures, 'paramsAfter'>,
  state: Arrays,
  { parameterNorm = PARAMETER_NORM }: Pick<Tolerances, 'parameterNorm'> = {},
): Comparison[] {
  return Object.entries(paramsAfter).flatMap(([network, ofNetwork]) =>
    Object.entries(ofNetwork).flatMap(([parameter, { sum, l2 }]) => {
      const values = state[`parameters/${network}/${parameter}`];
      const name = `${network}.${parameter}`;
      const ourSum = values?.reduce((total, value) => total + value, 0);
      return [
        compareNumber({ group: 'parameter norms', name }, values && norm(values), l2, {
          kind: 'relative',
          tolerance: parameterNorm,
        }),
        compareNumber({ group: 'parameter sums', name }, ourSum, sum, {
          kind: 'absolute',
          tolerance: PARAMETER_SUM * Math.sqrt(values?.length ?? 1),
        }),
      ];
    }),
  );
}
