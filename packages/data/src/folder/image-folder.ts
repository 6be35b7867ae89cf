// A data set on disk: `root/{train,val}/<domain>/**/*.jpg`, the paper's layout (StarGAN v2, "Data loading"). The domain's
// index is its place among the sorted domain names; images are sorted, so that an index always means the same file.
import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { nearestName, StarlabError } from '@starlab/experiment';

export const SPLITS = ['train', 'val'] as const;
export type Split = (typeof SPLITS)[number];

const EXTENSIONS = new Set(['.png', '.jpg', '.jpeg', '.webp']);
const EXTENSION_LIST = 'png, jpg, jpeg, webp';
/** The diversity-sensitive loss compares the styles of two references of one domain. */
const MINIMUM_TRAIN_IMAGES = 2;

export const LAYOUT_REMEDY =
  'Starlab reads DIR/train/<domain>/* and DIR/val/<domain>/*, with the same domains in both. ' +
  '`starlab data demo` makes an example.';

/** Paths are absolute if `root` is. */
export interface ImageFolder {
  readonly root: string;
  /** Sorted by code unit; a domain's index in a batch is its index here. */
  readonly domains: readonly string[];
  readonly train: Readonly<Record<string, readonly string[]>>;
  readonly val: Readonly<Record<string, readonly string[]>>;
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `path` below `root` with forward slashes: the same text on every system, for sorting, hashing and messages. */
export function relativePath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

/** Hidden entries are none of ours: `.ipynb_checkpoints`, macOS's `._photo.jpg`. */
const isHidden = (name: string): boolean => name.startsWith('.');

/** Sorted names of the folders in `folder`. */
async function foldersIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !isHidden(name));
  const areDirectories = await Promise.all(names.map((name) => isDirectory(join(folder, name))));
  return names.filter((_, i) => areDirectories[i]).sort(byCodeUnit);
}

/** More would hide the message. */
const MOST_NAMED = 8;

/** What stands where a split was looked for: often the same images under other names. */
async function whatIsIn(root: string): Promise<string> {
  const found = await foldersIn(root);
  if (found.length === 0) return `No folder stands in ${root}.`;
  const more = found.length > MOST_NAMED ? ', …' : '';
  return `In ${root} there are: ${found.slice(0, MOST_NAMED).join(', ')}${more}.`;
}

async function domainsOf(root: string, split: Split): Promise<string[]> {
  const folder = join(root, split);
  if (!(await isDirectory(folder))) {
    throw new StarlabError(`There is no folder ${folder}. ${await whatIsIn(root)}`, {
      remedy: LAYOUT_REMEDY,
    });
  }
  const domains = await foldersIn(folder);
  if (domains.length === 0) {
    throw new StarlabError(`${folder} has no domains: no folder stands in it.`, { remedy: LAYOUT_REMEDY });
  }
  return domains;
}

const isImage = (path: string): boolean => EXTENSIONS.has(extname(path).toLowerCase());

/** Every file below `folder`, sorted; links to files are followed, links to folders (which could loop) are not. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relativePath(folder, path).split('/').some(isHidden))
    .sort((a, b) => byCodeUnit(relativePath(folder, a), relativePath(folder, b)));
}

const imagesBelow = async (folder: string): Promise<string[]> => (await filesBelow(folder)).filter(isImage);

/** Files below `folder` that are no images by their endings. */
export const otherFilesBelow = async (folder: string): Promise<string[]> =>
  (await filesBelow(folder)).filter((path) => !isImage(path));

async function imagesPerDomain(
  root: string,
  split: Split,
  domains: readonly string[],
): Promise<Record<string, readonly string[]>> {
  const images: Record<string, readonly string[]> = {};
  // One after another: of several faults the same one is named each time.
  for (const domain of domains) {
    const folder = join(root, split, domain);
    const found = await imagesBelow(folder);
    if (found.length === 0) {
      throw new StarlabError(`${folder} has no images.`, {
        remedy: `Put ${EXTENSION_LIST} files there, or remove the domain "${domain}" from train and val.`,
      });
    }
    images[domain] = found;
  }
  return images;
}

function checkSameDomains(root: string, train: readonly string[], val: readonly string[]): void {
  const onlyTrain = train.filter((domain) => !val.includes(domain));
  const onlyVal = val.filter((domain) => !train.includes(domain));
  if (onlyTrain.length + onlyVal.length === 0) return;
  const sides = [
    ...(onlyTrain.length > 0 ? [`only in train: ${onlyTrain.join(', ')}`] : []),
    ...(onlyVal.length > 0 ? [`only in val: ${onlyVal.join(', ')}`] : []),
  ];
  throw new StarlabError(`The domains of ${root} differ between train and val (${sides.join('; ')}).`, {
    remedy: 'Every domain needs a folder in both train and val, spelled the same.',
  });
}

/**
 * Lists a data set; decodes nothing.
 * @throws StarlabError naming what is missing: the folder, a split, domains, a counterpart in the other split, images,
 *   or a second training image of a domain.
 */
export async function openImageFolder(root: string): Promise<ImageFolder> {
  if (!(await isDirectory(root))) {
    throw new StarlabError(`There is no folder ${root}.`, { remedy: LAYOUT_REMEDY });
  }
  const domains = await domainsOf(root, 'train');
  checkSameDomains(root, domains, await domainsOf(root, 'val'));
  const train = await imagesPerDomain(root, 'train', domains);
  const val = await imagesPerDomain(root, 'val', domains);
  const folder: ImageFolder = { root, domains, train, val };

  for (const domain of domains) {
    const images = imagesOf(folder, 'train', domain);
    if (images.length < MINIMUM_TRAIN_IMAGES) {
      throw new StarlabError(
        `${join(root, 'train', domain)} has ${images.length} image; training needs at least ${MINIMUM_TRAIN_IMAGES} per domain.`,
        { remedy: `Add images to the domain "${domain}", or remove it from train and val.` },
      );
    }
  }
  return folder;
}

/**
 * The sorted images of one domain.
 * @throws StarlabError when the folder has no such domain, naming the nearest.
 */
export function imagesOf(folder: ImageFolder, split: Split, domain: string): readonly string[] {
  const images = Object.hasOwn(folder[split], domain) ? folder[split][domain] : undefined;
  if (images) return images;
  const nearest = nearestName(domain, folder.domains);
  throw new StarlabError(
    `${folder.root} has no domain "${domain}"${nearest ? `; did you mean "${nearest}"?` : ''}`,
    { remedy: `Its domains: ${folder.domains.join(', ')}.` },
  );
}
