// The dashboard's token: demanded of everybody when the dashboard listens beyond this machine. Kept where only its owner
// can read it.
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { join } from 'node:path';
import { StarlabError } from '@starlab/experiment';
import type { Home } from '../home.ts';

const OWNER_ONLY = 0o600;
/** 256 random bits as they may stand in an address. */
const TOKEN = /^[\w-]{43}$/;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return host.toLowerCase() === 'localhost';
  return loopback.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

const tokenFile = (home: Pick<Home, 'root'>): string => join(home.root, 'dashboard-token');

/** Makes a new token; what was logged in with the old one is logged out at the next start of the dashboard. */
export function createToken(home: Pick<Home, 'root'>): string {
  const file = tokenFile(home);
  const token = randomBytes(32).toString('base64url');
  writeFileSync(file, `${token}\n`, { mode: OWNER_ONLY });
  chmodSync(file, OWNER_ONLY); // `mode` counts only for a file that was not there
  return token;
}

/** @throws StarlabError if the file holds something else. */
export function readOrCreateToken(home: Pick<Home, 'root'>): string {
  const file = tokenFile(home);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return createToken(home);
    throw error;
  }
  if (!TOKEN.test(text)) {
    throw new StarlabError(`${file}: holds no token.`, { remedy: 'Make a new one: `starlab token --new`.' });
  }
  chmodSync(file, OWNER_ONLY);
  return text;
}
