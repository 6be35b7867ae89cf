// The protocol's translations without its repetitions: it translates every source into every other domain many times and in
// two modes, and takes every reference many times. Here an image is encoded once and a reference's style is made once.
import type { ImageBatch, TranslationRequest } from '@starlab/metrics';
import type { EncodedImages, Translator } from '../sampling/translator.ts';

export interface SharedTranslation {
  readonly translator: Translator;
  /** Of encoded images that are kept from one pair of domains to the next. Default 256 MiB. */
  readonly keptBytes?: number;
}

type Translate = (request: TranslationRequest) => Promise<Float32Array>;

const DEFAULT_KEPT_BYTES = 2 ** 28;

const keyOf = ({ domain, images }: ImageBatch): string => `${domain}/${images.join()}`;

const bytesOf = ({ tensors }: EncodedImages): number =>
  Object.values(tensors).reduce((sum, { byteLength }) => sum + byteLength, 0);

/**
 * Encodes a batch of sources or gives what was kept of it. The protocol goes round all batches in the same order, where dropping
 * the oldest would drop each before it is needed again: so the first ones that fit stay, beside the latest.
 */
function encoding(translator: Translator, keptBytes: number): (source: ImageBatch) => Promise<EncodedImages> {
  const kept = new Map<string, EncodedImages>();
  let latest: { key: string; encoded: EncodedImages } | undefined;
  let bytes = 0;
  return async (source) => {
    const key = keyOf(source);
    const known = latest?.key === key ? latest.encoded : kept.get(key);
    if (known) return known;
    const encoded = await translator.encode(
      source.tensor(),
      new Int32Array(source.images.length).fill(source.domain),
    );
    latest = { key, encoded };
    if (bytes + bytesOf(encoded) <= keptBytes) {
      kept.set(key, encoded);
      bytes += bytesOf(encoded);
    }
    return encoded;
  };
}

/** Styles of references, `[n, styleSize]`; a batch is only encoded when it has an image that none before it had. */
function referenceStyles(translator: Translator): (references: ImageBatch) => Promise<Float32Array> {
  const { styleSize } = translator;
  const kept = new Map<string, Float32Array>();
  return async (references) => {
    const { domain, images } = references;
    const keys = images.map((image) => `${domain}/${image}`);
    if (!keys.every((key) => kept.has(key))) {
      const domains = new Int32Array(images.length).fill(domain);
      const made = await translator.styles({ mode: 'reference', domains, references: references.tensor() });
      for (const [row, key] of keys.entries())
        kept.set(key, made.slice(row * styleSize, (row + 1) * styleSize));
    }
    const styles = new Float32Array(images.length * styleSize);
    for (const [row, key] of keys.entries()) styles.set(kept.get(key) ?? [], row * styleSize);
    return styles;
  };
}

/** What `evaluateTranslation` translates with. */
export function sharedTranslation({
  translator,
  keptBytes = DEFAULT_KEPT_BYTES,
}: SharedTranslation): Translate {
  const encodedOf = encoding(translator, keptBytes);
  const stylesOfReferences = referenceStyles(translator);

  const stylesOf = async (request: TranslationRequest): Promise<Float32Array> => {
    switch (request.mode) {
      case 'latent': {
        const { latents, targetDomain, source } = request;
        const domains = new Int32Array(source.images.length).fill(targetDomain);
        return translator.styles({ mode: 'latent', domains, latents });
      }
      case 'reference':
        return stylesOfReferences(request.references);
      default:
        return request satisfies never;
    }
  };

  let last: { key: string; output: Float32Array } | undefined;
  return async (request) => {
    // Where nothing guides a translation, a source's outputs are all alike: the one made last is given again.
    const key = `${keyOf(request.source)} to ${request.targetDomain}`;
    if (translator.guides[request.mode] === 'none' && last?.key === key) return last.output;
    const output = await translator.decode(await encodedOf(request.source), await stylesOf(request));
    last = { key, output };
    return output;
  };
}
