// The training state by parameter, as checkpoints hold it: `parameters/<network>/<name>`, Adam's `moment1/…` (only when β₁ > 0) and
// `moment2/…`, and the moving `average/…` of all networks but the discriminator.
import { networkSchema, type Network, type RunConfig } from '@starlab/experiment';
import { initialise, networkShapes, sizeOf, type Architecture, type HostTensor } from '@starlab/models';

export const stateGroups = ['parameters', 'moment1', 'moment2', 'average'] as const;
export type StateGroup = (typeof stateGroups)[number];

/** Networks with a moving average: the ones that translate. */
export const averagedNetworks = ['generator', 'mapping_network', 'style_encoder'] as const;
export type AveragedNetwork = (typeof averagedNetworks)[number];

export function stateName(group: StateGroup, network: Network, name: string): string {
  return `${group}/${network}/${name}`;
}

/** Which networks each group of the state holds. */
export function groupsOf(config: Pick<RunConfig, 'beta1'>): Record<StateGroup, readonly Network[]> {
  const all = networkSchema.options;
  return { parameters: all, moment1: config.beta1 > 0 ? all : [], moment2: all, average: averagedNetworks };
}

/** Calls `make` for every tensor of the state; the result is keyed by flat name. */
function eachTensor<T>(
  config: Pick<RunConfig, 'beta1'>,
  architecture: Architecture,
  make: (tensor: { group: StateGroup; network: Network; name: string; shape: readonly number[] }) => T,
): Record<string, T> {
  const shapes = networkShapes(architecture);
  const state: Record<string, T> = {};
  const groups = groupsOf(config);
  for (const group of stateGroups)
    for (const network of groups[group])
      for (const [name, shape] of Object.entries(shapes[network]))
        state[stateName(group, network, name)] = make({ group, network, name, shape });
  return state;
}

/** Name and shape of every tensor of the state. */
export function stateShapes(
  config: Pick<RunConfig, 'beta1'>,
  architecture: Architecture,
): Record<string, readonly number[]> {
  return eachTensor(config, architecture, ({ shape }) => shape);
}

/**
 * The state before iteration 0. The moving averages start at the initial parameters; in the official code they start
 * at other random numbers, whose share is below 5e-5 after 10,000 iterations.
 */
export function initialState(
  config: Pick<RunConfig, 'beta1' | 'seed'>,
  architecture: Architecture,
): Record<string, HostTensor> {
  const initial = initialise(architecture, config.seed);
  const zeros = (shape: readonly number[]): HostTensor => ({ shape, data: new Float32Array(sizeOf(shape)) });
  const copyOfInitial = (network: Network, name: string): HostTensor => {
    const tensor = initial[network][name];
    if (!tensor) throw new RangeError(`no initial ${network} ${name}`);
    return { shape: tensor.shape, data: tensor.data.slice() };
  };
  return eachTensor(config, architecture, ({ group, network, name, shape }) =>
    group === 'parameters' || group === 'average' ? copyOfInitial(network, name) : zeros(shape),
  );
}
