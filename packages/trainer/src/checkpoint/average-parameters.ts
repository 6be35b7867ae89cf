// Picks out of a training state the parameters of a network that samples and evaluations use: its moving average.
import { stateName } from '../state/state-shapes.ts';

function ofGroup<T>(state: Readonly<Record<string, T>>, prefix: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

/**
 * The average of `network` by parameter name, or its parameters where the run keeps no average; `state` is a program's
 * state or a checkpoint's.
 */
export function averageParameters<T>(state: Readonly<Record<string, T>>, network: string): Record<string, T> {
  const average = ofGroup(state, stateName('average', network, ''));
  return Object.keys(average).length > 0 ? average : ofGroup(state, stateName('parameters', network, ''));
}
