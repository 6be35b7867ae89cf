// The fixed pictures of the sample grids: the first few of each domain's validation folder, so that every run of a
// study, at every step, is judged on the same sources and references.
import { loadImages, toTensorLayout, type ImageFolder } from '@starlab/data';
import type { SampleInputs } from '../threads/messages.ts';

const PER_DOMAIN = 2;
const MAX_DOMAINS = 5;

export async function sampleInputs(folder: ImageFolder, imageSize: number): Promise<SampleInputs> {
  const picked = folder.domains.slice(0, MAX_DOMAINS).flatMap((domain, index) => {
    const paths = folder.val[domain]?.length ? folder.val[domain] : (folder.train[domain] ?? []);
    return paths.slice(0, PER_DOMAIN).map((path) => ({ path, index }));
  });
  const images = await loadImages(
    picked.map(({ path }) => path),
    { imageSize },
  );
  return {
    count: picked.length,
    images: toTensorLayout(images, imageSize),
    domains: Int32Array.from(picked, ({ index }) => index),
  };
}
