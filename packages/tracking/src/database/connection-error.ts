// What went wrong between us and a database server, in words: which server, and what to do. Never the password.
import { StarlabError } from '@starlab/experiment';

const DATABASE_URL_FORM = 'DATABASE_URL has the form postgresql://user:password@host:port/database.';

/** Remedies by the code of the operating system or of PostgreSQL (appendix A of its manual). */
const remedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start the server, or unset DATABASE_URL to use the embedded one.',
  ENOTFOUND: `There is no host of that name. ${DATABASE_URL_FORM}`,
  EAI_AGAIN: `The name of the host could not be looked up. ${DATABASE_URL_FORM}`,
  ETIMEDOUT: 'It did not answer: check the address, the network and the firewall.',
  ECONNRESET: 'It closed the connection: check that this is a PostgreSQL server, and its log.',
  '28P01': 'It refused the password: check user and password in DATABASE_URL.',
  '28000': 'It refused the user: check DATABASE_URL and the server’s pg_hba.conf.',
  '3D000': 'It has no database of that name: create it (createdb), or correct DATABASE_URL.',
  '42501': 'The user may not do this: grant it CREATE on the schema “public” of this database.',
  '53100': 'The disk of the server is full: free some space.',
  '53300': 'It has no connection left: raise max_connections, or stop other clients.',
  '57P03': 'It is starting up or shutting down: try again in a moment.',
};

export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // pg's own timeout has no code.
  return /timeout/i.test(error.message) ? 'ETIMEDOUT' : '';
}

/** An answer of the server's (SQLSTATE) that is neither about the connection (08) nor about its coming and going (57); EPIPE looks like one. */
export const isFaultOfOurs = (error: unknown): boolean => /^(?!08|57|E)[0-9A-Z]{5}$/.test(errorCode(error));

/** Those of the network alone: a full disk (ENOSPC) is nothing to wait for. */
const NETWORK_ERROR = /^E(CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|TIMEDOUT|PIPE|NOTFOUND|AI_AGAIN)$/;

/** The connection could not be made or was lost (08), or the server goes or comes (57): it may be back in a moment. */
export const isDatabaseAway = (error: unknown): boolean =>
  /^(08|57)[0-9A-Z]{3}$/.test(errorCode(error)) ||
  NETWORK_ERROR.test(errorCode(error)) ||
  (error instanceof Error && error.message.startsWith('Connection terminated'));

/** `postgresql://host:port/database` of a connection URL. */
function serverOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch {
    return 'an address that is not a URL';
  }
}

/** @param action what could not be done, e.g. "reach". */
export function databaseError(error: unknown, url: string, action: string): StarlabError {
  const code = errorCode(error);
  const reason = error instanceof Error && code !== '' && error.message === '' ? code : messageOf(error);
  return new StarlabError(`Database: cannot ${action} ${serverOf(url)} (${reason}).`, {
    remedy: remedies[code] ?? `Check the server and its log. ${DATABASE_URL_FORM}`,
    cause: error,
  });
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws StarlabError unless `url` is a connection URL for PostgreSQL. */
export function checkUrl(url: string): void {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return;
  throw new StarlabError('Database: DATABASE_URL is not a PostgreSQL address.', {
    remedy: DATABASE_URL_FORM,
  });
}
