// Networks filled by the golden formula.
import type { HostTensor } from '@starlab/models';
import { goldenParameter } from '@starlab/testing/golden';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Every parameter of `shapes`, filled under the name `network.<name>`. */
export function formulaTensors(network: string, shapes: Shapes): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { shape, data: goldenParameter(`${network}.${name}`, shape) },
    ]),
  );
}
