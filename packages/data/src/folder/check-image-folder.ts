// What to know about a data set before training on it: one pass that decodes every image and tells, rather than throws,
// what is wrong with it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently, type Progress } from '../concurrent.ts';
import { isTurned, useDecoded } from '../images/decode.ts';
import { reasonOf } from '../images/unreadable-image-error.ts';
import { sha256 } from './content-hash.ts';
import {
  imagesOf,
  openImageFolder,
  otherFilesBelow,
  relativePath,
  SPLITS,
  type ImageFolder,
  type Split,
} from './image-folder.ts';

/** Below: a batch of 8 shows the same images over and over; reference-guided evaluation has no full batch of 32. */
const RECOMMENDED_IMAGES = { train: 8, val: 32 } as const satisfies Record<Split, number>;

/** Paths are relative to the root, with forward slashes. `error`: training would stop; `warning`: figures suffer. */
export type FolderFinding =
  | {
      readonly kind: 'unreadable';
      readonly severity: 'error';
      readonly path: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'too-few';
      readonly severity: 'warning';
      readonly split: Split;
      readonly domain: string;
      readonly readable: number;
      readonly recommended: number;
    }
  | {
      readonly kind: 'duplicate';
      readonly severity: 'warning';
      readonly train: string;
      readonly val: string;
    }
  | {
      /** Turned: their EXIF data tell a viewer to. Passed over: files beside the images that are of no format that Starlab reads. */
      readonly kind: CountedKind;
      readonly severity: 'warning' | 'note';
      readonly count: number;
      readonly example: string;
    }
  | { readonly kind: 'one-domain'; readonly severity: 'error'; readonly domain: string };

export interface DomainReport {
  readonly split: Split;
  readonly domain: string;
  readonly images: number;
  readonly readable: number;
}

interface SideRange {
  readonly min: number;
  readonly max: number;
}

export interface FolderReport {
  readonly root: string;
  readonly domains: readonly string[];
  /** One entry per split and domain, train first. */
  readonly counts: readonly DomainReport[];
  /** Of the readable images, px; absent when there is none. */
  readonly sizes?: { readonly width: SideRange; readonly height: SideRange };
  /** Errors first. */
  readonly findings: readonly FolderFinding[];
  /** No finding is an error. */
  readonly usable: boolean;
}

interface Inspected {
  readonly split: Split;
  readonly domain: string;
  readonly path: string;
  readonly sha256: string;
  readonly outcome:
    | { readonly width: number; readonly height: number; readonly turned: boolean }
    | { readonly reason: string };
}

async function inspect(folder: ImageFolder, split: Split, domain: string, path: string): Promise<Inspected> {
  const named = { split, domain, path: relativePath(folder.root, path) };
  let hash = '';
  try {
    const bytes = await readFile(path);
    hash = sha256(bytes);
    const { width, height } = await useDecoded(bytes, (image) => ({
      width: image.width,
      height: image.height,
    }));
    return { ...named, sha256: hash, outcome: { width, height, turned: await isTurned(bytes) } };
  } catch (cause) {
    return { ...named, sha256: hash, outcome: { reason: reasonOf(cause) } };
  }
}

function unreadable(inspected: readonly Inspected[]): FolderFinding[] {
  return inspected.flatMap(({ path, outcome }) =>
    'reason' in outcome
      ? [{ kind: 'unreadable', severity: 'error', path, reason: outcome.reason } as const]
      : [],
  );
}

function tooFew(counts: readonly DomainReport[]): FolderFinding[] {
  return counts.flatMap(({ split, domain, readable }) => {
    const recommended = RECOMMENDED_IMAGES[split];
    if (readable >= recommended) return [];
    return [{ kind: 'too-few', severity: 'warning', split, domain, readable, recommended } as const];
  });
}

/** Images that stand byte for byte in both splits: a metric would then measure memory. */
function duplicates(inspected: readonly Inspected[]): FolderFinding[] {
  const inTrain = new Map(
    inspected.filter(({ split }) => split === 'train').map((image) => [image.sha256, image.path] as const),
  );
  return inspected.flatMap((image) => {
    const train = image.split === 'val' && 'width' in image.outcome ? inTrain.get(image.sha256) : undefined;
    return train ? [{ kind: 'duplicate', severity: 'warning', train, val: image.path } as const] : [];
  });
}

const severities = { 'not-square': 'note', turned: 'warning', 'passed-over': 'note' } as const;
type CountedKind = keyof typeof severities;

function counted(kind: CountedKind, paths: readonly string[]): FolderFinding[] {
  const [example] = paths;
  return example === undefined ? [] : [{ kind, severity: severities[kind], count: paths.length, example }];
}

const notSquare = (inspected: readonly Inspected[]): FolderFinding[] =>
  counted(
    'not-square',
    inspected
      .filter(({ outcome }) => 'width' in outcome && outcome.width !== outcome.height)
      .map(({ path }) => path),
  );

const turned = (inspected: readonly Inspected[]): FolderFinding[] =>
  counted(
    'turned',
    inspected.filter(({ outcome }) => 'turned' in outcome && outcome.turned).map(({ path }) => path),
  );

async function passedOver(folder: ImageFolder): Promise<FolderFinding[]> {
  const found: string[] = [];
  for (const split of SPLITS)
    for (const domain of folder.domains)
      found.push(...(await otherFilesBelow(join(folder.root, split, domain))));
  return counted(
    'passed-over',
    found.map((path) => relativePath(folder.root, path)),
  );
}

const oneDomain = ({ domains }: ImageFolder): FolderFinding[] =>
  domains.length > 1 ? [] : domains.map((domain) => ({ kind: 'one-domain', severity: 'error', domain }));

function sizesOf(inspected: readonly Inspected[]): FolderReport['sizes'] {
  const sizes = inspected.flatMap(({ outcome }) => ('width' in outcome ? [outcome] : []));
  if (sizes.length === 0) return undefined;
  const range = (sides: readonly number[]): SideRange => ({
    min: sides.reduce((a, b) => Math.min(a, b)),
    max: sides.reduce((a, b) => Math.max(a, b)),
  });
  return { width: range(sizes.map(({ width }) => width)), height: range(sizes.map(({ height }) => height)) };
}

/**
 * Decodes every image below `root` and reports. Images at fault are findings, never exceptions.
 * @throws StarlabError only where there is nothing to check: as `openImageFolder`.
 */
export async function checkImageFolder(
  root: string,
  onProgress?: (progress: Progress) => void,
): Promise<FolderReport> {
  const folder = await openImageFolder(root);
  const pairs = SPLITS.flatMap((split) => folder.domains.map((domain) => ({ split, domain })));
  const all = pairs.flatMap(({ split, domain }) =>
    imagesOf(folder, split, domain).map((path) => ({ split, domain, path })),
  );
  const inspected = await mapConcurrently(
    all,
    ({ split, domain, path }) => inspect(folder, split, domain, path),
    onProgress,
  );

  const counts = pairs.map(({ split, domain }): DomainReport => {
    const own = inspected.filter((image) => image.split === split && image.domain === domain);
    const readable = own.filter(({ outcome }) => 'width' in outcome).length;
    return { split, domain, images: own.length, readable };
  });
  const errors = [...oneDomain(folder), ...unreadable(inspected)];
  const sizes = sizesOf(inspected);
  return {
    root,
    domains: folder.domains,
    counts,
    ...(sizes ? { sizes } : {}),
    findings: [
      ...errors,
      ...tooFew(counts),
      ...duplicates(inspected),
      ...turned(inspected),
      ...notSquare(inspected),
      ...(await passedOver(folder)),
    ],
    usable: errors.length === 0,
  };
}
