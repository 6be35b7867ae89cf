// The layers of Inception-v3 (Szegedy et al. 2016) as torchvision and pytorch-fid lay it out and name it, up to the last
// convolution. One table: the parameter shapes and the function are both read from it.

export interface Convolution {
  readonly kind: 'convolution';
  readonly name: string;
  readonly channels: number;
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly padding: readonly [number, number];
}

export interface Pool {
  readonly kind: 'maximum' | 'average';
  readonly stride: number;
  readonly padding: number;
}

/** Parallel branches over one input, concatenated along the channels. */
export interface Branches {
  readonly kind: 'branches';
  readonly branches: readonly (readonly Layer[])[];
}

export type Layer = Convolution | Pool | Branches;

type Extent = number | readonly [number, number];
const pair = (extent: Extent): readonly [number, number] =>
  typeof extent === 'number' ? [extent, extent] : extent;

/** Convolution, batch norm, ReLU; padded to keep the size unless it says otherwise. */
function conv(
  name: string,
  channels: number,
  kernel: Extent,
  { stride = 1, valid = false }: { stride?: number; valid?: boolean } = {},
): Convolution {
  const [height, width] = pair(kernel);
  const padding = valid ? ([0, 0] as const) : ([(height - 1) / 2, (width - 1) / 2] as const);
  return { kind: 'convolution', name, channels, kernel: [height, width], stride, padding };
}

const reduce = { stride: 2, valid: true } as const;
const shrinkingPool: Pool = { kind: 'maximum', stride: 2, padding: 0 };
const averagePool: Pool = { kind: 'average', stride: 1, padding: 1 };
const maximumPool: Pool = { kind: 'maximum', stride: 1, padding: 1 };

const branches = (...all: (readonly Layer[])[]): Branches => ({ kind: 'branches', branches: all });

function mixed5(name: string, poolChannels: number): Branches {
  const b = `${name}.branch`;
  return branches(
    [conv(`${b}1x1`, 64, 1)],
    [conv(`${b}5x5_1`, 48, 1), conv(`${b}5x5_2`, 64, 5)],
    [conv(`${b}3x3dbl_1`, 64, 1), conv(`${b}3x3dbl_2`, 96, 3), conv(`${b}3x3dbl_3`, 96, 3)],
    [averagePool, conv(`${b}_pool`, poolChannels, 1)],
  );
}

function mixed6a(): Branches {
  const b = 'Mixed_6a.branch';
  return branches(
    [conv(`${b}3x3`, 384, 3, reduce)],
    [conv(`${b}3x3dbl_1`, 64, 1), conv(`${b}3x3dbl_2`, 96, 3), conv(`${b}3x3dbl_3`, 96, 3, reduce)],
    [shrinkingPool],
  );
}

function mixed6(name: string, inner: number): Branches {
  const b = `${name}.branch`;
  return branches(
    [conv(`${b}1x1`, 192, 1)],
    [conv(`${b}7x7_1`, inner, 1), conv(`${b}7x7_2`, inner, [1, 7]), conv(`${b}7x7_3`, 192, [7, 1])],
    [
      conv(`${b}7x7dbl_1`, inner, 1),
      conv(`${b}7x7dbl_2`, inner, [7, 1]),
      conv(`${b}7x7dbl_3`, inner, [1, 7]),
      conv(`${b}7x7dbl_4`, inner, [7, 1]),
      conv(`${b}7x7dbl_5`, 192, [1, 7]),
    ],
    [averagePool, conv(`${b}_pool`, 192, 1)],
  );
}

function mixed7a(): Branches {
  const b = 'Mixed_7a.branch';
  return branches(
    [conv(`${b}3x3_1`, 192, 1), conv(`${b}3x3_2`, 320, 3, reduce)],
    [
      conv(`${b}7x7x3_1`, 192, 1),
      conv(`${b}7x7x3_2`, 192, [1, 7]),
      conv(`${b}7x7x3_3`, 192, [7, 1]),
      conv(`${b}7x7x3_4`, 192, 3, reduce),
    ],
    [shrinkingPool],
  );
}

function mixed7(name: string, pool: Pool): Branches {
  const b = `${name}.branch`;
  const split = (stem: string): Branches =>
    branches([conv(`${stem}a`, 384, [1, 3])], [conv(`${stem}b`, 384, [3, 1])]);
  return branches(
    [conv(`${b}1x1`, 320, 1)],
    [conv(`${b}3x3_1`, 384, 1), split(`${b}3x3_2`)],
    [conv(`${b}3x3dbl_1`, 448, 1), conv(`${b}3x3dbl_2`, 384, 3), split(`${b}3x3dbl_3`)],
    [pool, conv(`${b}_pool`, 192, 1)],
  );
}

/** The network to the 2048 channels of Mixed_7c, whose pooling branch the two variants read differently. */
export function inceptionV3Layers(lastPool: 'average' | 'maximum'): readonly Layer[] {
  return [
    conv('Conv2d_1a_3x3', 32, 3, reduce),
    conv('Conv2d_2a_3x3', 32, 3, { valid: true }),
    conv('Conv2d_2b_3x3', 64, 3),
    shrinkingPool,
    conv('Conv2d_3b_1x1', 80, 1),
    conv('Conv2d_4a_3x3', 192, 3, { valid: true }),
    shrinkingPool,
    mixed5('Mixed_5b', 32),
    mixed5('Mixed_5c', 64),
    mixed5('Mixed_5d', 64),
    mixed6a(),
    mixed6('Mixed_6b', 128),
    mixed6('Mixed_6c', 160),
    mixed6('Mixed_6d', 160),
    mixed6('Mixed_6e', 192),
    mixed7a(),
    mixed7('Mixed_7b', averagePool),
    mixed7('Mixed_7c', lastPool === 'average' ? averagePool : maximumPool),
  ];
}
