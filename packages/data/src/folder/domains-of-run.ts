// The part of a folder that a run sees: the domains that its configuration chooses, two of them where its method knows two.
import { chosenDomains, isTwoDomain, StarlabError, type RunConfig } from '@starlab/experiment';
import { imagesOf, type ImageFolder } from './image-folder.ts';

/** `folder` with these of its domains only; they are its, sorted. */
export function restrictedTo(folder: ImageFolder, domains: readonly string[]): ImageFolder {
  const isAll = domains.length === folder.domains.length;
  if (isAll) return folder;
  const of = (split: 'train' | 'val') =>
    Object.fromEntries(domains.map((domain) => [domain, imagesOf(folder, split, domain)]));
  return { root: folder.root, domains, train: of('train'), val: of('val') };
}

/**
 * @throws StarlabError when the configuration names a domain that the folder lacks, or its method translates between two domains and
 *   there are others; or when there is one domain alone.
 */
export function domainsOfRun(
  folder: ImageFolder,
  config: Pick<RunConfig, 'domains' | 'method'>,
): ImageFolder {
  const domains = chosenDomains(config) ?? folder.domains;
  for (const domain of domains) imagesOf(folder, 'train', domain);
  if (isTwoDomain(config.method) && domains.length !== 2) {
    const [first = 'cat', second = 'dog'] = folder.domains;
    throw new StarlabError(
      `${config.method} translates between two domains; ${folder.root} has ${folder.domains.length} (${folder.domains.join(', ')}).`,
      {
        remedy:
          folder.domains.length < 2
            ? 'Give a folder with two domains.'
            : `Choose two: --domains ${first},${second}. The paper’s tables take a run for each pair of domains.`,
      },
    );
  }
  checkTranslatable(folder);
  return restrictedTo(folder, domains);
}

/** @throws StarlabError for a single domain: its run would train to the end and have no pair to be measured on. */
function checkTranslatable({ root, domains }: ImageFolder): void {
  if (domains.length > 1) return;
  throw new StarlabError(`${root} has one domain, ${domains.join()}; translation is from one to another.`, {
    remedy: 'Put the images of a second domain into a folder of their own, in both train and val.',
  });
}
