// How Next builds the dashboard: from the workspace root, with no network and no database.
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

process.env.NEXT_TELEMETRY_DISABLED = '1';

const workspaceRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Headers that hold for every answer; the content security policy needs a nonce per request: see src/proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
];

const config: NextConfig = {
  turbopack: { root: workspaceRoot },
  outputFileTracingRoot: workspaceRoot,
  // Postgres clients stay plain Node modules: they find their own files beside themselves.
  serverExternalPackages: ['pg', 'pg-boss', '@prisma/client', '@prisma/adapter-pg'],
  // `npm run typecheck` is the gate; a second one here would only make the first start slower.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // The address of a run without the run.
  redirects: () => Promise.resolve([{ source: '/runs', destination: '/', permanent: false }]),
  headers: () => Promise.resolve([{ source: '/:path*', headers: securityHeaders }]),
};

export default config;
