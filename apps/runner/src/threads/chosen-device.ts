// The device a user chose, opened; or an error that lists what there is.
import { deviceNames, openDevice, type Device, type DeviceName, type DeviceOptions } from '@starlab/engine';
import { nearestName, StarlabError } from '@starlab/experiment';
import type { DeviceChoice } from './messages.ts';

function deviceNameOf(text: string): DeviceName | 'auto' {
  const known: readonly (DeviceName | 'auto')[] = ['auto', ...deviceNames];
  const found = known.find((name) => name === text);
  if (found) return found;
  const nearest = nearestName(text, known);
  throw new StarlabError(`No device "${text}".`, {
    remedy: `${nearest ? `Did you mean "${nearest}"? ` : ''}There are: ${known.join(', ')}.`,
  });
}

/** @throws StarlabError if there is no such device, or not on this machine. */
export const openChosenDevice = (
  { device, threads }: DeviceChoice,
  options: Pick<DeviceOptions, 'rewrites' | 'models'> = {},
): Promise<Device> =>
  openDevice(deviceNameOf(device), { ...options, ...(threads !== undefined && { threads }) });
