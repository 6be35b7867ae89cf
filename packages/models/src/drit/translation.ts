// DRIT's translation, which is MSGAN's: the content without the noise of training, painted in the target's domain with a random
// attribute or a reference's. Where an attribute is a distribution a reference stands for its mean.
import { networkOf } from '../translation/step-tensors.ts';
import type { Translation } from '../translation/translation.ts';
import { twoDomainTranslation } from '../translation/two-domains.ts';
import { contentChannels, type DritRunArchitecture } from './architecture.ts';
import { dritAttribute } from './attribute-encoder.ts';
import { dritContent } from './content-encoder.ts';
import { dritGenerate } from './generator.ts';

export function dritTranslation(architecture: DritRunArchitecture): Translation {
  const { imageSize, attributeDimension } = architecture;
  const side = imageSize / 4;
  return twoDomainTranslation({
    content: {
      networks: ['enc_c'],
      by: (state, image) => [
        dritContent(networkOf(state, 'enc_c'), { domain: 'A', image }),
        dritContent(networkOf(state, 'enc_c'), { domain: 'B', image }),
      ],
    },
    style: {
      networks: ['enc_a'],
      by: (state, image) => [
        dritAttribute(networkOf(state, 'enc_a'), { domain: 'A', image }, architecture).mean,
        dritAttribute(networkOf(state, 'enc_a'), { domain: 'B', image }, architecture).mean,
      ],
    },
    paint: {
      networks: ['gen'],
      by: (state, content, attribute) => [
        dritGenerate(networkOf(state, 'gen'), { domain: 'A', content, attribute }, architecture),
        dritGenerate(networkOf(state, 'gen'), { domain: 'B', content, attribute }, architecture),
      ],
    },
    contentShape: [contentChannels(architecture), side, side],
    styleDimension: attributeDimension,
  });
}
