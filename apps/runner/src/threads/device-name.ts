// The device a user named, or an error that lists what there is.
import { deviceNames, type DeviceName } from '@starlab/engine';
import { nearestName, StarlabError } from '@starlab/experiment';

export function deviceNameOf(text: string): DeviceName | 'auto' {
  const known: readonly (DeviceName | 'auto')[] = ['auto', ...deviceNames];
  const found = known.find((name) => name === text);
  if (found) return found;
  const nearest = nearestName(text, known);
  throw new StarlabError(`No device "${text}".`, {
    remedy: `${nearest ? `Did you mean "${nearest}"? ` : ''}There are: ${known.join(', ')}.`,
  });
}
