// Runs a TypeScript program as a bundle: hundreds of modules, each resolved, read and translated by itself, take four times as long
// to start. The bundle is kept in node_modules/.cache and made anew whenever one of the files it was made of has changed.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { keepNewest } from './keep-newest.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');
const cache = join(root, 'node_modules/.cache/starlab');

/** Libraries that go into the bundle with our own packages; all others are imported from where they are installed. */
const bundled = /^(?:@starlab\/|@tensorflow\/tfjs-(?:core|backend-cpu)$|zod$|commander$|picocolors$)/;

/** Programs that still run may import parts of a build that was replaced. */
const KEPT_BUILDS = 5;
const INDEX = 'index.json';

/** Changes when the file does, also when it is replaced by an older one. */
function stampOf(path) {
  const { ctimeMs, size } = statSync(path);
  return `${ctimeMs} ${size}`;
}

/** Where `import.meta.url` says that a source lies must not change by bundling it. */
const sourcePlaces = {
  name: 'source-places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const here = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', here), loader: 'ts' };
    });
  },
};

const installedLibraries = {
  name: 'installed-libraries',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      const stays = kind === 'entry-point' || importer.includes('node_modules') || bundled.test(path);
      return stays ? undefined : { path, external: true };
    });
  },
};

async function buildInto(folder, entry) {
  const { build, stop } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { entry },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    target: `node${process.versions.node}`,
    plugins: [sourcePlaces, installedLibraries],
    // Where a program may keep what holds of this build alone.
    define: { 'process.env.STARLAB_BUILD': JSON.stringify(folder) },
    // Bundled CommonJS modules ask for Node's own by require.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    outExtension: { '.js': '.mjs' },
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
  });
  await stop();
  return Object.keys(metafile.inputs).map((input) => join(root, input));
}

/** Besides the sources: what decides how they find each other, and how they are bundled. */
function alsoDeciding(inputs) {
  const manifests = inputs.map((input) => join(root, ...relative(root, input).split(sep, 2), 'package.json'));
  const installed = join(root, 'node_modules/.package-lock.json');
  return [...new Set([...manifests, installed, fileURLToPath(import.meta.url)])].filter((path) =>
    existsSync(path),
  );
}

async function makeBundle(folder, entry) {
  const startedAt = Date.now();
  const build = randomUUID();
  mkdirSync(folder, { recursive: true });
  const inputs = await buildInto(join(folder, build), entry);
  const files = [...inputs, ...alsoDeciding(inputs)];
  const index = { build, stamps: Object.fromEntries(files.map((path) => [path, stampOf(path)])) };
  // A file that changed meanwhile may be in the bundle as it was before: then this bundle is for this process alone.
  if (files.every((path) => statSync(path).ctimeMs < startedAt)) {
    const partial = join(folder, `${build}.partial`);
    writeFileSync(partial, JSON.stringify(index));
    renameSync(partial, join(folder, INDEX));
  }
  keepNewest(folder, KEPT_BUILDS, INDEX);
  return build;
}

/** The build that the index names, unless a file has changed since, or there is none. */
function currentBuild(folder) {
  try {
    const { build, stamps } = JSON.parse(readFileSync(join(folder, INDEX), 'utf8'));
    return Object.entries(stamps).every(([path, stamp]) => stampOf(path) === stamp) ? build : undefined;
  } catch {
    return undefined;
  }
}

/** The file to import instead of the TypeScript program `entry`. */
async function bundleOf(entry) {
  const key = createHash('sha256').update(`${process.version} ${entry}`).digest('hex').slice(0, 12);
  const folder = join(cache, `${basename(entry, '.ts')}-${key}`);
  return join(folder, currentBuild(folder) ?? (await makeBundle(folder, entry)), 'entry.mjs');
}

/** The module `entry`, a TypeScript file, bundled; translated module by module where no bundle can be made. */
export async function importBundled(entry) {
  // A fault in the sources is found again below, and said there.
  const bundle = await bundleOf(entry).catch(() => undefined);
  process.setSourceMapsEnabled(true);
  if (bundle === undefined) (await import('tsx/esm/api')).register();
  return import(pathToFileURL(bundle ?? entry).href);
}
