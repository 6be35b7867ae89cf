// MUNIT's translation: the content by the source's generator, decoded by the target's with a random style or a reference's.
import { within } from '../blocks/parameters.ts';
import { networkOf } from '../translation/step-tensors.ts';
import type { Translation } from '../translation/translation.ts';
import { twoDomainTranslation } from '../translation/two-domains.ts';
import { contentChannels, type MunitRunArchitecture } from './architecture.ts';
import { encodeContent } from './content-encoder.ts';
import { munitDecode } from './generator.ts';
import { encodeStyle } from './style-encoder.ts';

const networks = ['gen_a', 'gen_b'] as const;

export function munitTranslation(architecture: MunitRunArchitecture): Translation {
  const { imageSize, downsamplings, styleDimension } = architecture;
  const side = imageSize / 2 ** downsamplings;
  return twoDomainTranslation({
    content: {
      networks,
      by: (state, image) => [
        encodeContent(within(networkOf(state, 'gen_a'), 'enc_content'), image, architecture),
        encodeContent(within(networkOf(state, 'gen_b'), 'enc_content'), image, architecture),
      ],
    },
    style: {
      networks,
      by: (state, reference) => [
        encodeStyle(within(networkOf(state, 'gen_a'), 'enc_style'), reference),
        encodeStyle(within(networkOf(state, 'gen_b'), 'enc_style'), reference),
      ],
    },
    paint: {
      networks,
      by: (state, content, style) => [
        munitDecode(networkOf(state, 'gen_a'), { content, style }, architecture),
        munitDecode(networkOf(state, 'gen_b'), { content, style }, architecture),
      ],
    },
    contentShape: [contentChannels(architecture), side, side],
    styleDimension,
  });
}
