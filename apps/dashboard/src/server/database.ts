// The one door to the database: opened on first use, shared by all requests, opened again after it was away.
import path from 'node:path';
import { StarlabError } from '@starlab/experiment';
import { openDatabase, type Database } from '@starlab/tracking';

/** What a question to the database came to: its answer, or why there is none and what to do about it. */
export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly away: Away };

export interface Away {
  readonly message: string;
  readonly remedy: string;
}

/** The folder of journals, artifacts and the embedded database. */
export function starlabHome(): string {
  return process.env['STARLAB_HOME'] ?? path.resolve(process.cwd(), '../../.starlab');
}

export function databaseUrl(): string {
  const url = process.env['DATABASE_URL'];
  if (!url) {
    throw new StarlabError('The dashboard was started without DATABASE_URL.', {
      remedy: 'Start it with `npm start`, which also starts the database, or set DATABASE_URL.',
    });
  }
  return url;
}

// Kept on globalThis, because `next dev` evaluates this module anew after every edit.
const shared = globalThis as typeof globalThis & { starlabDatabase?: Promise<Database> | undefined };

function database(): Promise<Database> {
  shared.starlabDatabase ??= open();
  return shared.starlabDatabase;
}

async function open(): Promise<Database> {
  try {
    return await openDatabase(databaseUrl());
  } catch (error) {
    shared.starlabDatabase = undefined;
    throw error;
  }
}

/** Codes of Node, PostgreSQL and Prisma that mean "nobody is listening there at the moment". */
const connectionCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE'],
  ...['57P01', '57P02', '57P03', '08000', '08001', '08003', '08006'],
  ...['P1001', 'P1002', 'P1008', 'P1017'],
]);

/** A client may wrap what the connection said. */
function connectionTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    connectionCodes.has(code) ||
    /connection (terminated|timeout)/i.test(error.message) ||
    connectionTrouble(error.cause)
  );
}

/** In words for the reader if the error is about the database being away, undefined if it is a fault of ours. */
export function describeAway(error: unknown): Away | undefined {
  if (error instanceof StarlabError) return { message: error.message, remedy: error.remedy };
  if (!connectionTrouble(error)) return undefined;
  return {
    message: 'The database does not answer.',
    remedy: 'Check that it is running: `npm start` starts the embedded one.',
  };
}

/** Runs `question` against the database. A database that is away is an answer, any other error is thrown. */
export async function ask<T>(question: (db: Database) => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await question(await database()) };
  } catch (error) {
    const away = describeAway(error);
    if (!away) throw error;
    return { ok: false, away };
  }
}
