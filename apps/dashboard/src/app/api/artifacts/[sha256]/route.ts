// GET /api/artifacts/<sha256>: a file by its content address. Its bytes can never change, so it is cached for good.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { artifactPath } from '@starlab/tracking';
import { z } from 'zod';
import { starlabHome } from '@/server/database.ts';
import { checkParameters, respondError } from '@/server/respond.ts';

const parameters = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
});

/** Only pictures are shown in the page's origin; anything else is offered as a download. */
const pictureTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
};

export async function GET(_: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const checked = checkParameters(parameters, await context.params);
  if (!checked.ok) return checked.response;
  const { sha256 } = checked.value;
  const file = await artifactPath(starlabHome(), sha256);
  if (file === undefined) {
    return respondError(
      404,
      `No artifact ${sha256} is kept here.`,
      'It may have been written on another machine.',
    );
  }
  const { size } = await stat(file);
  const pictureType = pictureTypes[path.extname(file)];
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, {
    headers: {
      'Content-Type': pictureType ?? 'application/octet-stream',
      'Content-Length': String(size),
      'Content-Disposition': pictureType ? 'inline' : 'attachment',
      'Cache-Control': 'public, max-age=31536000, immutable',
      ETag: `"${sha256}"`,
    },
  });
}
