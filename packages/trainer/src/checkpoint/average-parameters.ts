// Picks one network's moving average out of a training state: the parameters that samples and evaluations use.
import { stateName, type AveragedNetwork } from '../state/state-shapes.ts';

/** The average of `network` by parameter name; `state` is a program's state or a checkpoint's. */
export function averageParameters<T>(
  state: Readonly<Record<string, T>>,
  network: AveragedNetwork,
): Record<string, T> {
  const prefix = stateName('average', network, '');
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
