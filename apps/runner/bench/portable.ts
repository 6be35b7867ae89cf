// Puts the training benchmark into a folder that needs nothing else: this Node, the bundled program and ONNX Runtime's
// binaries for this system. For a GPU machine that has neither Node nor a network.
//   npm run bench:portable -- --out DIR      then there: DIR/node DIR/train.mjs --device webgpu --image-size 64 --batch 8 --width 32 --initial-state here
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (!values.out) throw new RangeError('bench:portable: name the folder to make: --out DIR');
const out = values.out;
const packages = ['onnxruntime-node', 'onnxruntime-common'];

/** The folder of an installed package, as seen from the engine, which is the one that has it. */
const fromEngine = createRequire(new URL('../../../packages/engine/package.json', import.meta.url));
function packageFolder(name: string): string {
  let folder = dirname(fromEngine.resolve(name));
  while (!isFolderOf(folder, name)) {
    if (folder === dirname(folder)) throw new Error(`no folder of ${name}`);
    folder = dirname(folder);
  }
  return folder;
}

function isFolderOf(folder: string, name: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === name;
  } catch {
    return false;
  }
}

/** Binaries of other systems stay behind. */
const isForThisSystem = (path: string): boolean => {
  const [, platform, architecture] =
    /napi-v\d+\/([^/]+)(?:\/([^/]+))?/.exec(path.replaceAll('\\', '/')) ?? [];
  return (
    (platform ?? process.platform) === process.platform && (architecture ?? process.arch) === process.arch
  );
};

mkdirSync(out, { recursive: true });
await build({
  entryPoints: [fileURLToPath(new URL('train.ts', import.meta.url))],
  outfile: join(out, 'train.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  external: [...packages, '@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'],
  // Bundled CommonJS modules ask for Node's own by require.
  banner: {
    js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);",
  },
  logLevel: 'error',
});
for (const name of packages)
  cpSync(packageFolder(name), join(out, 'node_modules', name), {
    recursive: true,
    dereference: true,
    filter: isForThisSystem,
  });
cpSync(process.execPath, join(out, 'node'));
console.log(
  `Made. Run it with: ${join(out, 'node')} ${join(out, 'train.mjs')} --device webgpu --image-size 64 --initial-state here`,
);
