// The state of a page lives in its address: a copied link shows what its sender saw. Nothing is fetched on a change. The
// router tells of a change only when it has time, so what was written here counts at once: who types loses no letter.
'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useSyncExternalStore } from 'react';

export type UrlPatch = Readonly<Record<string, string | undefined>>;

/** `search` with the patch applied; undefined and empty values are removed. */
export function patchSearch(search: string, patch: UrlPatch): string {
  const parameters = new URLSearchParams(search);
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || value === '') parameters.delete(key);
    else parameters.set(key, value);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** The search of the address as last written here, until the router says so too. */
let written: string | undefined;
const listeners = new Set<() => void>();

function setWritten(search: string | undefined): void {
  written = search;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** undefined where the router has caught up, or the reader has gone elsewhere meanwhile. */
const pendingSearch = (): string | undefined => (written === window.location.search ? written : undefined);
const nothingPending = (): undefined => undefined;

/** `push`: a step of its own for the browser's way back; `replace`: none, as for what one types or drags. */
type HistoryStep = 'push' | 'replace';

/** The address's parameters, and a function that changes some of them without leaving the page. */
export function useUrlState(): [URLSearchParams, (patch: UrlPatch, step?: HistoryStep) => void] {
  const routed = useSearchParams().toString();
  const pending = useSyncExternalStore(subscribe, pendingSearch, nothingPending);
  useEffect(() => {
    if (written !== undefined && new URLSearchParams(written).toString() === routed) setWritten(undefined);
  }, [routed]);
  const update = useCallback((patch: UrlPatch, step: HistoryStep = 'replace') => {
    const address = `${window.location.pathname}${patchSearch(window.location.search, patch)}`;
    // What is so already is no step.
    if (address === `${window.location.pathname}${window.location.search}`) return;
    if (step === 'push') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
    setWritten(window.location.search);
  }, []);
  return [new URLSearchParams(pending ?? routed), update];
}
