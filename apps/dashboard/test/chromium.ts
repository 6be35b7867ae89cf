// A real Chromium: the one STARLAB_CHROMIUM names, or the one inside an npm package with the libraries a bare machine lacks.
import { chromium, type Browser } from 'playwright-core';

/** The package unpacks its bundle of shared libraries only where it believes to be on a bare Amazon Linux. */
const BARE_MACHINE = { AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };

async function packagedChromium(): Promise<string> {
  Object.assign(process.env, BARE_MACHINE);
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/** The browser, or one sentence saying why there is none. */
export async function openChromium(): Promise<Browser | string> {
  try {
    const executablePath = process.env['STARLAB_CHROMIUM'] ?? (await packagedChromium());
    const isRoot = process.getuid?.() === 0;
    return await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
  } catch (error) {
    const [line] = String(error).split('\n');
    return `No Chromium to drive (${line}); set STARLAB_CHROMIUM to one.`;
  }
}
