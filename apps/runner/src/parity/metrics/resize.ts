// Pillow's 8-bit resizing, byte for byte.
import { resizeBicubic8, resizeBilinear8, resizeLanczos8 } from '@starlab/data/resize';
import { u01 } from '@starlab/testing/golden';
import { z } from 'zod';
import { compareCounts, type Comparison } from '../comparison.ts';
import { goldenKind } from '../golden-kind.ts';

const resizers = { bilinear: resizeBilinear8, bicubic: resizeBicubic8, lanczos: resizeLanczos8 };
const side = z.int().min(1);

const schema = z.object({
  cases: z
    .array(
      z.object({
        kind: z.enum(['noise', 'smooth']),
        filter: z.enum(['bilinear', 'bicubic', 'lanczos']),
        srcWidth: side,
        srcHeight: side,
        dstWidth: side,
        dstHeight: side,
        base64: z.base64(),
      }),
    )
    .min(1),
});
type Case = z.output<typeof schema>['cases'][number];

/** The source picture of a case, `[height, width, 3]`. */
function picture({ kind, srcWidth, srcHeight }: Case): Uint8Array {
  const name = `resize/${srcWidth}x${srcHeight}`;
  return Uint8Array.from({ length: srcWidth * srcHeight * 3 }, (_, i) => {
    if (kind === 'noise') return Math.floor(u01(name, i) * 256);
    const channel = i % 3;
    const pixel = Math.floor(i / 3);
    const wave =
      Math.sin((pixel % srcWidth) / 5 + channel) * Math.cos(Math.floor(pixel / srcWidth) / 7 - channel);
    return Math.min(255, Math.floor(127.5 + 127.5 * wave + 0.5));
  });
}

/** How many bytes are equal, of how many there are. */
function compareCase(one: Case): Comparison {
  const { kind, filter, srcWidth, srcHeight, dstWidth, dstHeight, base64 } = one;
  const theirs = Buffer.from(base64, 'base64');
  const ours = resizers[filter](
    picture(one),
    { width: srcWidth, height: srcHeight, channels: 3 },
    { width: dstWidth, height: dstHeight },
  );
  const equal = theirs.filter((byte, i) => byte === ours[i]).length;
  const name = `${kind}, ${srcWidth} x ${srcHeight} to ${dstWidth} x ${dstHeight}, equal bytes`;
  return compareCounts({ group: filter, name }, equal, Math.max(theirs.length, ours.length));
}

export const resize = goldenKind({
  name: 'resize',
  holds: 'Pillow’s 8-bit resizing',
  onDevice: false,
  marks: ['cases.0.filter', 'cases.0.srcWidth'],
  schema,
  replay: async ({ cases }) => cases.map(compareCase),
});
