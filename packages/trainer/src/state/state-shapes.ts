// The training state by parameter, as checkpoints hold it: `parameters/<network>/<name>`, Adam's `moment1/…` (only when β₁ > 0) and
// `moment2/…`, and the moving `average/…` of the networks that translate (only when averageDecay > 0).
import type { RunConfig } from '@starlab/experiment';
import {
  initialise,
  networkShapes,
  networksOf,
  sizeOf,
  translationOf,
  type Architecture,
  type HostTensor,
} from '@starlab/models';

export const stateGroups = ['parameters', 'moment1', 'moment2', 'average'] as const;
export type StateGroup = (typeof stateGroups)[number];

/** The keys of a configuration that decide what the state holds. */
export type StateConfig = Pick<RunConfig, 'beta1' | 'averageDecay'>;

/** Networks whose parameters samples and evaluations use: the ones that translate. */
export function translatingNetworks(architecture: Architecture): string[] {
  const named = networksOf(translationOf(architecture));
  return Object.keys(networkShapes(architecture)).filter((network) => named.includes(network));
}

export function stateName(group: StateGroup, network: string, name: string): string {
  return `${group}/${network}/${name}`;
}

/** Which networks each group of the state holds. */
export function groupsOf(
  config: StateConfig,
  architecture: Architecture,
): Record<StateGroup, readonly string[]> {
  const all = Object.keys(networkShapes(architecture));
  return {
    parameters: all,
    moment1: config.beta1 > 0 ? all : [],
    moment2: all,
    average: config.averageDecay > 0 ? translatingNetworks(architecture) : [],
  };
}

interface StateTensor {
  readonly group: StateGroup;
  readonly network: string;
  readonly name: string;
  readonly shape: readonly number[];
}

/** Calls `make` for every tensor of the state; the result is keyed by flat name. */
function eachTensor<T>(
  config: StateConfig,
  architecture: Architecture,
  make: (tensor: StateTensor) => T,
): Record<string, T> {
  const shapes = networkShapes(architecture);
  const state: Record<string, T> = {};
  const groups = groupsOf(config, architecture);
  for (const group of stateGroups)
    for (const network of groups[group])
      for (const [name, shape] of Object.entries(shapes[network] ?? {}))
        state[stateName(group, network, name)] = make({ group, network, name, shape });
  return state;
}

/** Name and shape of every tensor of the state. */
export function stateShapes(
  config: StateConfig,
  architecture: Architecture,
): Record<string, readonly number[]> {
  return eachTensor(config, architecture, ({ shape }) => shape);
}

/** Of the other groups every number starts at 0. */
export const startsAtWeights = (group: StateGroup): boolean => group === 'parameters' || group === 'average';

/**
 * The state before iteration 0. The moving averages start at the initial parameters, as the same arrays; in the official code
 * they start at other random numbers, whose share is below 5e-5 after 10,000 iterations.
 */
export function initialState(
  config: StateConfig & Pick<RunConfig, 'seed'>,
  architecture: Architecture,
): Record<string, HostTensor> {
  const initial = initialise(architecture, config.seed);
  const zeros = (shape: readonly number[]): HostTensor => ({ shape, data: new Float32Array(sizeOf(shape)) });
  const initialOf = (network: string, name: string): HostTensor => {
    const tensor = initial[network]?.[name];
    if (!tensor) throw new RangeError(`no initial ${network} ${name}`);
    return tensor;
  };
  return eachTensor(config, architecture, ({ group, network, name, shape }) =>
    startsAtWeights(group) ? initialOf(network, name) : zeros(shape),
  );
}
