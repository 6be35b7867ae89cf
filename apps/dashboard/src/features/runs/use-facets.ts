// What there is to choose from, read again after news: a run that starts brings series, one that ends changes its state.
'use client';

import type { RunFacets } from '@starlab/tracking';
import { useEffect, useRef, useState } from 'react';

interface FacetsOf {
  /** Id of a study, or '' for all. */
  readonly study: string;
  /** Grows with the news. */
  readonly round: number;
}

export function useFacets(
  initial: { readonly study: string; readonly facets: RunFacets },
  { study, round }: FacetsOf,
): RunFacets {
  const [facets, setFacets] = useState(initial.facets);
  const read = useRef(`${initial.study} 0`);
  useEffect(() => {
    const wish = `${study} ${round}`;
    if (read.current === wish) return;
    read.current = wish;
    let wanted = true;
    fetch(`/api/runs/facets?${new URLSearchParams(study === '' ? {} : { study }).toString()}`).then(
      async (response) => {
        if (!response.ok) return;
        const answer = (await response.json()) as RunFacets;
        if (wanted) setFacets(answer);
      },
      () => undefined, // the older ones stay
    );
    return () => {
      wanted = false;
    };
  }, [study, round]);
  return facets;
}
