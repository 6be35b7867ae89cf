// The state of a page lives in its address: a copied link shows what its sender saw. Nothing is fetched on a change.
'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

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

/** The address's parameters, and a function that changes some of them without leaving the page. */
export function useUrlState(): [URLSearchParams, (patch: UrlPatch) => void] {
  const parameters = useSearchParams();
  const update = useCallback((patch: UrlPatch) => {
    const search = patchSearch(window.location.search, patch);
    window.history.replaceState(null, '', `${window.location.pathname}${search}`);
  }, []);
  return [new URLSearchParams(parameters.toString()), update];
}
