// GET /api/v1/openapi.json: what the HTTP API takes and gives.
import { openApiDocument } from '@/server/api-v1/openapi.ts';

export function GET(request: Request): Response {
  return Response.json(openApiDocument(new URL(request.url).origin));
}
