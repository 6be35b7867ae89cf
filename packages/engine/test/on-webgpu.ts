// Runs the given test files once more with WebGPU as the tested device: on the GPU that is there, else on SwiftShader, a Vulkan
// on the CPU that comes with the packaged Chromium. Drivers are found by the environment a process starts with, so this
// starts itself again with theirs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { availableDevices } from '../src/index.ts';

const files = process.argv.slice(2);

const packed = (): string =>
  fileURLToPath(new URL('../../bin/swiftshader.tar.br', import.meta.resolve('@sparticuz/chromium')));

/** Unpacks the driver and its loader into `folder`: the environment that lets a process find them. */
function softwareVulkan(folder: string): Record<string, string> {
  const archive = packed();
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(archive)) return {};
  const input = brotliDecompressSync(readFileSync(archive));
  const { status } = spawnSync('tar', ['-x', '-C', folder], { input });
  if (status !== 0) return {};
  return {
    LD_LIBRARY_PATH: [folder, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
    XDG_RUNTIME_DIR: folder,
  };
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): never {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env });
  process.exit(status ?? 1);
}

/** The tests, in a process that may find a driver. */
async function testHere(): Promise<void> {
  const webgpu = (await availableDevices()).find(({ name }) => name === 'webgpu');
  if (!webgpu?.available) {
    console.log(`SKIPPED on webgpu: ${files.join(', ')}. ${webgpu?.note ?? ''}`);
    return;
  }
  run(process.execPath, [vitest(), 'run', '--root', '.', '--no-file-parallelism', ...files], process.env);
}

const vitest = (): string =>
  fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));

if (process.env['STARLAB_TEST_DEVICE'] === 'webgpu') {
  await testHere();
} else {
  const folder = mkdtempSync(join(tmpdir(), 'starlab-vulkan-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, ...softwareVulkan(folder), STARLAB_TEST_DEVICE: 'webgpu' };
  run(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), ...files], env);
}
