// Where the networks that Starlab can use are published, and what their bytes hash to where that is known. torchvision
// puts the first eight digits of a file's SHA-256 into its name; of the others nobody publishes one.
import type { WeightKind } from './kinds.ts';

export const publishedNames = [
  'inception',
  'inception-pytorch-fid',
  'alexnet',
  'lpips',
  'fan',
  'stargan-v2-celeba-hq',
  'stargan-v2-afhq',
] as const;
export type PublishedName = (typeof publishedNames)[number];

export interface PublishedFile {
  readonly kind: WeightKind;
  readonly url: string;
  /** SHA-256 or its beginning; undefined where none is known. */
  readonly sha256?: string;
  readonly licence: string;
}

const STARGAN_V2_LICENCE = 'CC BY-NC 4.0';

export const publishedFiles: Readonly<Record<PublishedName, PublishedFile>> = {
  inception: {
    kind: 'inception',
    url: 'https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth',
    sha256: '0cc3c7bd',
    licence: 'BSD 3-clause',
  },
  'inception-pytorch-fid': {
    kind: 'inception-pytorch-fid',
    url: 'https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth',
    sha256: '6726825d',
    licence: 'Apache 2.0',
  },
  alexnet: {
    kind: 'alexnet',
    url: 'https://download.pytorch.org/models/alexnet-owt-7be5be79.pth',
    sha256: '7be5be79',
    licence: 'BSD 3-clause',
  },
  lpips: {
    kind: 'lpips',
    url: 'https://raw.githubusercontent.com/richzhang/PerceptualSimilarity/master/lpips/weights/v0.1/alex.pth',
    licence: 'BSD 2-clause',
  },
  fan: {
    kind: 'fan',
    url: 'https://www.dropbox.com/s/tjxpypwpt38926e/wing.ckpt?dl=1',
    licence: STARGAN_V2_LICENCE,
  },
  'stargan-v2-celeba-hq': {
    kind: 'stargan-v2',
    url: 'https://www.dropbox.com/s/96fmei6c93o8b8t/100000_nets_ema.ckpt?dl=1',
    licence: STARGAN_V2_LICENCE,
  },
  'stargan-v2-afhq': {
    kind: 'stargan-v2',
    url: 'https://www.dropbox.com/s/etwm810v25h42sn/100000_nets_ema.ckpt?dl=1',
    licence: STARGAN_V2_LICENCE,
  },
};
