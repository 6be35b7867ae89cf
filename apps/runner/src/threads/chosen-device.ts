// The device a user chose, opened.
import { openDevice, type Device, type DeviceOptions } from '@starlab/engine';
import type { DeviceChoice } from './messages.ts';

/** @throws StarlabError if the device is not on this machine. */
export const openChosenDevice = (
  { device, threads }: DeviceChoice,
  options: Pick<DeviceOptions, 'rewrites' | 'models'> = {},
): Promise<Device> => openDevice(device, { ...options, ...(threads !== undefined && { threads }) });
