// The demo data set on disk, in the layout of any other: drawn once, as a function of its seed, and put in place whole.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { StarlabError } from '@starlab/experiment';
import sharp from 'sharp';
import { z } from 'zod';
import { mapConcurrently, type Progress } from '../concurrent.ts';
import { SPLITS, type Split } from '../folder/image-folder.ts';
import { DEMO_DOMAINS, drawAttributes, type DemoAttributes, type DemoDomain } from './attributes.ts';
import { faceSvg } from './drawing/face.ts';

/** Counts up whenever a picture would come out differently, so that old sets are drawn anew. */
const DRAWING_VERSION = 1;
const MARKER = 'starlab-demo.json';
/** Beside the domains' folders of a split: relative path of an image -> what it shows. */
const ATTRIBUTES_FILE = 'attributes.json';

const markerSchema = z.strictObject({
  version: z.number(),
  seed: z.number(),
  imageSize: z.number(),
  trainPerDomain: z.number(),
  valPerDomain: z.number(),
});
type Marker = z.output<typeof markerSchema>;

export interface DemoDataOptions {
  readonly directory: string;
  /** Default 777. */
  readonly seed?: number;
  /** px; default 64. */
  readonly imageSize?: number;
  /** Default 400. */
  readonly trainPerDomain?: number;
  /** Default 64. */
  readonly valPerDomain?: number;
  readonly onProgress?: (progress: Progress) => void;
}

interface Picture {
  readonly split: Split;
  /** Relative to the split's folder, with a forward slash. */
  readonly file: string;
  readonly attributes: DemoAttributes;
}

function pictures(marker: Marker, split: Split, domain: DemoDomain): Picture[] {
  const count = { train: marker.trainPerDomain, val: marker.valPerDomain }[split];
  return Array.from({ length: count }, (_, index) => ({
    split,
    file: `${domain}/${domain}-${String(index).padStart(5, '0')}.png`,
    attributes: drawAttributes({ domain, set: split, index, seed: marker.seed }),
  }));
}

/** JSON with one picture a line. */
function attributesText(own: readonly Picture[]): string {
  const lines = own.map(({ file, attributes }) => `${JSON.stringify(file)}: ${JSON.stringify(attributes)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

async function markerIn(directory: string): Promise<Marker | undefined> {
  try {
    return markerSchema.parse(JSON.parse(await readFile(join(directory, MARKER), 'utf8')));
  } catch {
    return undefined; // none, half-written, or of another layout: to be drawn anew
  }
}

const same = (a: Marker, b: Marker): boolean =>
  markerSchema.keyof().options.every((key) => a[key] === b[key]);

/** What stands in `directory` and is none of ours must not be replaced. */
async function refuseForeign(directory: string): Promise<void> {
  const entries = await readdir(directory).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw new StarlabError(`${directory} cannot hold the demo data: ${error.message}.`, {
      remedy: 'Name a folder that is empty or does not exist yet.',
      cause: error,
    });
  });
  if (entries.length === 0 || entries.includes(MARKER)) return;
  throw new StarlabError(`${directory} holds something other than the demo data (no ${MARKER} in it).`, {
    remedy: 'Name a folder that is empty or does not exist yet; nothing was changed.',
  });
}

/** `directory` becomes what `replacement` was; what it was before is removed last. */
async function putInPlace(replacement: string, directory: string): Promise<void> {
  const former = `${replacement}-former`;
  await rename(directory, former).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(replacement, directory);
  await rm(former, { recursive: true, force: true });
}

async function render(
  directory: string,
  marker: Marker,
  onProgress?: (progress: Progress) => void,
): Promise<void> {
  const all = SPLITS.flatMap((split) => DEMO_DOMAINS.flatMap((domain) => pictures(marker, split, domain)));
  for (const split of SPLITS) {
    for (const domain of DEMO_DOMAINS) await mkdir(join(directory, split, domain), { recursive: true });
    const own = all.filter((picture) => picture.split === split);
    await writeFile(join(directory, split, ATTRIBUTES_FILE), attributesText(own));
  }
  await mapConcurrently(
    all,
    async ({ split, file, attributes }) => {
      const svg = Buffer.from(faceSvg(attributes, marker.imageSize));
      await writeFile(join(directory, split, file), await sharp(svg).removeAlpha().png().toBuffer());
    },
    onProgress,
  );
  await writeFile(join(directory, MARKER), `${JSON.stringify(marker)}\n`);
}

/**
 * Draws the demo data set into `directory` (made if need be), unless the same one already stands there. It is drawn in
 * a folder beside it and renamed, so that `directory` never holds half a set. Each split's `attributes.json` says what
 * every picture shows (`demoAttributesFileSchema`).
 * @throws StarlabError when `directory` holds something else.
 */
export async function renderDemoData(options: DemoDataOptions): Promise<void> {
  const { seed = 777, imageSize = 64, trainPerDomain = 400, valPerDomain = 64, onProgress } = options;
  const directory = resolve(options.directory);
  const marker: Marker = { version: DRAWING_VERSION, seed, imageSize, trainPerDomain, valPerDomain };
  const present = await markerIn(directory);
  if (present && same(present, marker)) return;
  await refuseForeign(directory);

  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  const temporary = join(parent, `.${basename(directory)}-${process.pid}`);
  await rm(temporary, { recursive: true, force: true });
  try {
    await render(temporary, marker, onProgress);
    await putInPlace(temporary, directory);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
