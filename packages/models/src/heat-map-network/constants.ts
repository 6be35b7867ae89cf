// The heat-map network beside a program's state: constants under a prefix of their own, which no step returns.
import type { Parameters } from '../blocks/parameters.ts';
import type { HostTensor } from '../weights/host-tensor.ts';

const PREFIX = 'heat_map_network/';

/** The constants to compile a step with, by which it can make masks; none without the network's parameters. */
export function heatMapConstants(
  parameters: Readonly<Record<string, HostTensor>> = {},
): Record<string, HostTensor> {
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [`${PREFIX}${name}`, tensor]));
}

export interface HeldParameters {
  /** What the step was given but for the heat-map network. */
  readonly state: Parameters;
  /** Undefined where the step was compiled without it. */
  readonly heatMapNetwork: Parameters | undefined;
}

/** Takes the heat-map network out of what a step is given. */
export function withoutHeatMapNetwork(given: Parameters): HeldParameters {
  const isConstant = (name: string): boolean => name.startsWith(PREFIX);
  const entries = Object.entries(given);
  const constants = entries.filter(([name]) => isConstant(name));
  const network = constants.map(([name, tensor]) => [name.slice(PREFIX.length), tensor] as const);
  return {
    state: Object.fromEntries(entries.filter(([name]) => !isConstant(name))),
    heatMapNetwork: network.length > 0 ? Object.fromEntries(network) : undefined,
  };
}
